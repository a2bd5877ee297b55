import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

export const unknownDecision = eachElement(
  'unknown-decision',
  Severity.REFUSED,
  async ({ calledDecision }, around) =>
    calledDecision === null || (await around.hasDecision(calledDecision))
      ? null
      : `La décision « ${calledDecision} » n’est pas déployée. Ajoutez son fichier .dmn à ce déploiement, ou corrigez son identifiant.`,
);
