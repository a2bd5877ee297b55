/** Every kind of reference data, in the order of the page that lists them. */
import type { ReferenceKind } from '../kind';
import { kind as backupPlans } from './backup-plans';
import { kind as dataCenterCards } from './data-center-cards';
import { kind as deadlines } from './deadlines';
import { kind as entryRegister } from './entry-register';
import { kind as groupAddresses } from './group-addresses';
import { kind as holidays } from './holidays';
import { kind as servers } from './servers';
import { kind as sites } from './sites';
import { kind as suppliers } from './suppliers';
import { kind as workingHours } from './working-hours';

export const kinds: readonly ReferenceKind[] = [
  suppliers,
  sites,
  servers,
  backupPlans,
  dataCenterCards,
  entryRegister,
  groupAddresses,
  deadlines,
  holidays,
  workingHours,
];

export function kindOf(slug: string): ReferenceKind | undefined {
  return kinds.find((kind) => kind.slug === slug);
}
