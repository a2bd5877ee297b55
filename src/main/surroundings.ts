/** What there is for a diagram to ask of, when files are checked. */
import type { ReadModel } from '../app/ports';
import type { Account } from '../identity/account';
import { hasMailTemplate } from '../mail/out/template';
import type { Surroundings } from '../procedures/checks';

export interface SurroundingsParts {
  readonly queries: Pick<ReadModel, 'resourceVersions'>;
  readonly accounts: () => Promise<readonly Pick<Account, 'groups'>[]>;
  readonly jobTypes: readonly string[];
}

export function createSurroundings({ queries, accounts, jobTypes }: SurroundingsParts): Surroundings {
  const isDeployed = async (kind: 'form' | 'process' | 'decision', id: string) =>
    (await queries.resourceVersions(kind, id)).length > 0;
  return {
    hasForm: (id) => isDeployed('form', id),
    hasProcess: (id) => isDeployed('process', id),
    hasDecision: (id) => isDeployed('decision', id),
    hasTemplate: (name) => Promise.resolve(hasMailTemplate(name)),
    hasGroup: async (name) => (await accounts()).some(({ groups }) => groups.includes(name)),
    hasWorker: (jobType) => Promise.resolve(jobTypes.includes(jobType)),
  };
}
