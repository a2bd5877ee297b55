/** What the composition root gives to the workers. They reach the engine by gRPC only, through the host. */
import type { z } from 'zod';
import type { Connectors } from '../connectors/connectors';
import type { Documents } from '../documents/documents';
import type { CaseHistory, CaseWords } from '../documents/history';
import type { ConfiguredDeadlines } from '../deadlines/configured';
import type { Account } from '../identity/account';
import type { Addresses } from '../identity/addresses';
import type { Mailer } from '../mail/out/mailer';
import type { DefaultPasswords } from '../passwords/passwords';
import type { References } from '../references/references';
import type { Stock } from '../stock/stock';
import type { WorkerDefinition } from './contract';

export interface WorkerServices {
  readonly mailer: Mailer;
  readonly addresses: Addresses;
  readonly stock: Stock;
  readonly documents: Documents;
  readonly connectors: Connectors;
  readonly deadlines: Pick<ConfiguredDeadlines, 'of' | 'calendar'>;
  readonly passwords: Pick<DefaultPasswords, 'prepare' | 'publish'>;
  readonly references: Pick<References, 'record'>;
  /** The case as the read model shows it; null while it shows nothing. May lag behind the job. */
  readonly caseHistory: (processInstanceKey: string) => Promise<CaseHistory | null>;
  readonly caseWords: (
    history: CaseHistory,
    variables: Readonly<Record<string, unknown>>,
  ) => Promise<CaseWords>;
  /** Key of the case that an instance is part of, itself or what called it; null while the read model shows nothing. */
  readonly caseOf: (processInstanceKey: string) => Promise<string | null>;
  /** The job's instance, then what called it; null until the read model shows the job and what came before it. */
  readonly provenance: (job: {
    readonly jobKey: string;
    readonly processInstanceKey: string;
  }) => Promise<JobProvenance | null>;
  /** Account that completed the step last, in any of the instances; null: no person did. */
  readonly completedBy: (instances: JobProvenance, elementId: string) => Promise<string | null>;
  readonly account: (name: string) => Promise<Pick<Account, 'groups' | 'roles'> | null>;
  readonly clock: () => Date;
}

export type JobProvenance = readonly {
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
}[];

/** Any worker, whatever its schemas. */
export type Worker = WorkerDefinition<z.ZodType, z.ZodType, WorkerServices>;

/** Declares a worker: each file of this folder exports one as `worker`. */
export function defineWorker<Input extends z.ZodType, Output extends z.ZodType>(
  definition: WorkerDefinition<Input, Output, WorkerServices>,
): WorkerDefinition<Input, Output, WorkerServices> {
  return definition;
}
