/**
 * The files that the program brings along never undo what an owner published. A folder of processes/ is deployed where
 * nothing of it is there, or where its files changed and nobody published since. Otherwise it waits for an owner:
 *
 *   (unknown) → DEPLOYED; DEPLOYED → WAITING when changed files meet an owner's publication; WAITING → DEPLOYED when
 *   an owner takes them, or keeps his own.
 */
import type { Knex } from 'knex';
import { DomainError } from '../errors/catalogue';
import type { ReadModel } from '../app/ports';
import type { Account } from '../identity/account';
import type { DeployedResource } from '../readmodel/views';
import type { Deployment, Resource, ZeebeClient } from '../zeebe/api';
import { checksumOf, definedBy, sameContent, type Defined, type Versions } from './shipped-files';

interface Row {
  readonly folder: string;
  readonly checksum: string;
  readonly versions: Versions;
  readonly waiting_checksum: string | null;
  readonly waiting_since: Date | null;
}

export interface ShippedParts {
  readonly knex: Knex;
  readonly queries: Pick<ReadModel, 'resourceVersions'>;
  readonly engine: Pick<ZeebeClient, 'deploy'>;
}

/** A folder whose changed files wait for an owner. */
export interface WaitingProcedure {
  readonly folder: string;
  readonly since: string;
  /** Processes that the folder defines. */
  readonly bpmnProcessIds: readonly string[];
  /** What is shipped beside what is deployed, where they differ. */
  readonly differences: readonly { readonly shipped: Defined; readonly deployed: DeployedResource | null }[];
}

export const ShippedDecision = { TAKE: 'TAKE', KEEP: 'KEEP' } as const;
export type ShippedDecision = (typeof ShippedDecision)[keyof typeof ShippedDecision];

interface Compared {
  readonly shipped: Defined;
  /** Newest first. */
  readonly versions: readonly DeployedResource[];
}

type Verdict = 'DEPLOY' | 'REMEMBER' | 'WAIT' | 'NOTHING';

/** Pure. `known`: what an earlier start or an owner decided. */
export function verdictOn(checksum: string, compared: readonly Compared[], known: Row | undefined): Verdict {
  const there = compared.filter(({ versions }) => versions.length > 0);
  if (there.length === 0) return 'DEPLOY';
  if (known?.checksum === checksum) return 'NOTHING';
  const isLatest = ({ shipped, versions: [latest] }: Compared) =>
    latest !== undefined && sameContent(shipped, latest);
  if (compared.every(isLatest)) return 'REMEMBER';
  if (known !== undefined) {
    const untouched = there.every(
      ({ shipped: { kind, id }, versions: [latest] }) => latest?.version === known.versions[kind]?.[id],
    );
    return untouched ? 'DEPLOY' : 'WAIT';
  }
  const wasThere = ({ shipped, versions }: Compared) => versions.some((one) => sameContent(shipped, one));
  return compared.every(wasThere) ? 'REMEMBER' : 'WAIT';
}

function versionsOf(compared: readonly Compared[]): Versions {
  const versions = { process: {}, form: {}, decision: {} } as Record<keyof Versions, Record<string, number>>;
  for (const {
    shipped,
    versions: [latest],
  } of compared) {
    if (latest !== undefined) versions[shipped.kind][shipped.id] = latest.version;
  }
  return versions;
}

function deployedVersions({ processes, forms, decisions }: Deployment): Versions {
  return {
    process: Object.fromEntries(processes.map(({ bpmnProcessId, version }) => [bpmnProcessId, version])),
    form: Object.fromEntries(forms.map(({ formId, version }) => [formId, version])),
    decision: Object.fromEntries(decisions.map(({ decisionId, version }) => [decisionId, version])),
  };
}

export function createShipped({ knex, queries, engine }: ShippedParts) {
  const table = () => knex<Row>('shipped_procedure');

  async function compare(resources: readonly Resource[]): Promise<readonly Compared[]> {
    const defined = (await Promise.all(resources.map(definedBy))).flat();
    return Promise.all(
      defined.map(async (shipped) => ({
        shipped,
        versions: await queries.resourceVersions(shipped.kind, shipped.id),
      })),
    );
  }

  async function remember(
    folder: string,
    checksum: string,
    versions: Versions,
    by: string | null,
  ): Promise<void> {
    const row = {
      checksum,
      versions: JSON.stringify(versions),
      decided_at: new Date(),
      decided_by: by,
      waiting_checksum: null,
      waiting_since: null,
    };
    await knex('shipped_procedure')
      .insert({ folder, ...row })
      .onConflict('folder')
      .merge();
  }

  async function deployNow(
    folder: string,
    resources: readonly Resource[],
    by: string | null,
  ): Promise<Deployment> {
    const deployment = await engine.deploy(resources);
    await remember(folder, checksumOf(resources), deployedVersions(deployment), by);
    return deployment;
  }

  async function wait(folder: string, checksum: string, known: Row | undefined): Promise<void> {
    if (known?.waiting_checksum === checksum) return;
    const waiting = { waiting_checksum: checksum, waiting_since: new Date() };
    await knex('shipped_procedure')
      .insert({
        folder,
        checksum: known?.checksum ?? '',
        versions: JSON.stringify(known?.versions ?? { process: {}, form: {}, decision: {} }),
        decided_at: new Date(),
        ...waiting,
      })
      .onConflict('folder')
      .merge(waiting);
  }

  return {
    /** At start. Null when nothing was deployed. Rejects as `engine.deploy` does. */
    async offer(folder: string, resources: readonly Resource[]): Promise<Deployment | null> {
      const checksum = checksumOf(resources);
      const known = await table().where({ folder }).first();
      const compared = await compare(resources);
      const verdict = verdictOn(checksum, compared, known);
      if (verdict === 'DEPLOY') return deployNow(folder, resources, null);
      if (verdict === 'REMEMBER') await remember(folder, checksum, versionsOf(compared), null);
      if (verdict === 'WAIT') await wait(folder, checksum, known);
      return null;
    },

    /** Folders whose files wait, with what is different. `read`: the files of a folder as they are now. */
    async waiting(
      read: (folder: string) => Promise<readonly Resource[]>,
    ): Promise<readonly WaitingProcedure[]> {
      const rows = await table().whereNotNull('waiting_checksum').orderBy('folder');
      return Promise.all(
        rows.map(async ({ folder, waiting_since: since }) => {
          const compared = await compare(await read(folder));
          const differing = compared.filter(
            ({ shipped, versions: [latest] }) => latest === undefined || !sameContent(shipped, latest),
          );
          return {
            folder,
            since: (since ?? new Date()).toISOString(),
            bpmnProcessIds: compared
              .filter(({ shipped }) => shipped.kind === 'process')
              .map(({ shipped }) => shipped.id),
            differences: differing.map(({ shipped, versions: [latest] }) => ({
              shipped,
              deployed: latest ?? null,
            })),
          };
        }),
      );
    },

    /** Throws `DomainError` NOT_FOUND when nothing waits in this folder. */
    async decide(
      account: Account,
      folder: string,
      decision: ShippedDecision,
      resources: readonly Resource[],
    ): Promise<Deployment | null> {
      const row = await table().where({ folder }).whereNotNull('waiting_checksum').first();
      if (row === undefined) {
        throw new DomainError('NOT_FOUND', 'Aucune version livrée de cette procédure n’attend de décision.');
      }
      if (decision === ShippedDecision.TAKE) return deployNow(folder, resources, account.name);
      await remember(folder, checksumOf(resources), versionsOf(await compare(resources)), account.name);
      return null;
    },
  };
}

export type Shipped = ReturnType<typeof createShipped>;
