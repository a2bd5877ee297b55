/** The studio on the program's parts: what it knows of groups, workers, templates and deployed files. */
import type { Knex } from 'knex';
import type { ProjectionSignal, ReadModel, ValidateForm } from '../app/ports';
import type { FormSchema } from '../forms/schema';
import type { Identity } from '../identity/identity';
import type { Known } from '../studio/checks';
import { createStudio, type Studio } from '../studio/studio';
import type { WorkerContract } from '../workers/contracts/described';
import type { ZeebeClient } from '../zeebe';
import type { Deployer } from '../procedures/checked-deploy';
import type { CheckParts } from '../procedures/checks';

export interface StudioOptions {
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly queries: ReadModel;
  readonly engine: Pick<ZeebeClient, 'migrateProcessInstance'>;
  readonly deployer: Deployer;
  readonly checks: CheckParts;
  readonly projection: ProjectionSignal;
  readonly identity: Pick<Identity, 'accounts'>;
  readonly contracts: readonly WorkerContract[];
  readonly mailTemplates: readonly string[];
  readonly validateForm: ValidateForm;
  /** Of the contracts, in their order. */
  readonly contractForms: readonly FormSchema[];
}

export function studioOf(options: StudioOptions): Studio {
  const { queries, identity, mailTemplates } = options;

  async function members(): Promise<Map<string, number>> {
    const groups = new Map<string, number>();
    for (const account of await identity.accounts()) {
      for (const group of account.groups) groups.set(group, (groups.get(group) ?? 0) + 1);
    }
    return groups;
  }

  const known = async (): Promise<Known> => ({ groups: await members(), deployment: options.checks });

  async function groups() {
    const accounts = await identity.accounts();
    const titles = new Map(accounts.map(({ name, displayName }) => [name, displayName]));
    return [...(await members()).keys()].sort().map((group) => ({
      value: group,
      label: titles.has(group) ? `${titles.get(group) ?? ''} (${group})` : group,
    }));
  }

  const { validateForm, contracts, contractForms } = options;
  const workerForms = new Map(
    contracts.flatMap(({ jobType }, index) => {
      const form = contractForms[index];
      return form === undefined ? [] : [[jobType, form] as const];
    }),
  );
  return createStudio({
    ...options,
    known,
    choices: { queries, groups, mailTemplates },
    trial: { validateForm, contracts, workerForms },
  });
}
