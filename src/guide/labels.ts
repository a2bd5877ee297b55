/** The words of the guide's frame, and its dates. */
import { ordinalFirst } from '../text/typography';
import type { GuideProcedure } from './content';
import type { GuideHead } from './render';

export const TITLE = 'Guide de procédures';
export const RECONSTRUCTED = 'Reconstruit, à valider par la DSI';

export const titleOf = ({ letter, name }: Pick<GuideProcedure, 'letter' | 'name'>): string =>
  letter === '' ? name : `${letter}. ${name}`;

export function dateOf(at: Date | string, { timeZone }: Pick<GuideHead, 'timeZone'>): string {
  return ordinalFirst(new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone }).format(new Date(at)));
}

export const versionOf = (procedure: GuideProcedure, head: GuideHead): string =>
  `Version ${procedure.version} du ${dateOf(procedure.deployedAt, head)}`;
