/**
 * A worker's contract, declared once: the schema checks jobs, documents the worker and, where the worker is not
 * connected, makes the form by which a person does the job.
 */
import type { z } from 'zod';
import type { ConnectorName } from '../connectors/procedures';

export interface BpmnErrorDeclaration {
  /** Code that the process catches, e.g. `STOCK_INSUFFISANT`. */
  readonly code: string;
  /** French sentence for people. */
  readonly description: string;
}

export interface JobContext {
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly bpmnProcessId: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  /** `zeebe:taskHeaders`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Retries left, this attempt included. */
  readonly retries: number;
  /** All variables that the job sees, unchecked; what the schema names comes checked as `input`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Aborted when nobody waits for the result any more: its time is over, the job is gone, or the host must stop. */
  readonly signal: AbortSignal;
}

/** Thrown (or returned) by a handler to raise a declared BPMN error. */
export class BpmnError extends Error {
  override readonly name = 'BpmnError';
  constructor(
    readonly code: string,
    message: string,
    readonly variables: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** An agreement that a worker acts on. It is who completed which step, never a variable. */
export interface ApprovalRule<Input = unknown> {
  /** Of the shipped procedure; the task header `approval` names another. */
  readonly step: string;
  /** Of whom one must have completed the step. */
  readonly group: string;
  /** Absent: always. */
  needed?(input: Input): boolean;
}

export interface WorkerDefinition<Input extends z.ZodType, Output extends z.ZodType, Services> {
  /** Job type, kebab case. */
  readonly type: string;
  /** French, one sentence: what it does. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly BpmnErrorDeclaration[];
  /** How long one attempt may take (60 s); then it counts as failed and is tried again later. */
  readonly timeLimitMillis?: number;
  /** Jobs at once in one process, unless the setting WORKER_CONCURRENCY says otherwise (8). */
  readonly concurrency?: number;
  /** What it acts with outside: only the procedures named for it may use the worker. */
  readonly connector?: ConnectorName;
  readonly approval?: ApprovalRule<z.output<Input>>;
  /**
   * Whether the outside system it acts on is configured; absent: it needs none. While it is not, its jobs are tasks
   * of people: those of the groups in the service task's header `candidateGroups`.
   */
  connected?(services: Services): boolean;
  /** Must be safe to run again for the same job key. Absent while nobody has written it: people do the job. */
  handle?(input: z.output<Input>, job: JobContext, services: Services): Promise<z.input<Output>>;
}

/** A failure that trying again cannot help: an incident at once. `message` is a French sentence for people. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
  readonly retryable = false;
}

/** A failure that may pass. `message` is a French sentence for people. */
export class TemporaryFailure extends Error {
  override readonly name = 'TemporaryFailure';
  readonly retryable = true;
  /** Pause before the next attempt that the outside system asked for (`Retry-After`); unset: the host's back-off. */
  readonly retryAfterMillis: number | undefined;
  constructor(message: string, options: { readonly retryAfterMillis?: number } & ErrorOptions = {}) {
    super(message, options);
    this.retryAfterMillis = options.retryAfterMillis;
  }
}
