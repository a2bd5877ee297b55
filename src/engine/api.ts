/**
 * What the gateway and the scheduler may ask of the engine, and what they get.
 * A command is decided in one batch with others; the answer comes after the batch is durable.
 */
import type { EngineLimits } from './limits';
import type { EngineRecord, RejectionType, ValueType } from '../protocol/records';

/** A command from outside: the value is the Zeebe record value of that value type, partially filled. */
export interface ClientCommand {
  readonly valueType: ValueType;
  /** Imperative intent: CREATE, COMPLETE, FAIL, THROW_ERROR, UPDATE_RETRIES, ACTIVATE, PUBLISH, RESOLVE, CANCEL… */
  readonly intent: string;
  /** Key of the thing addressed, -1 when the command makes one. */
  readonly key: number;
  readonly value: Readonly<Record<string, unknown>>;
  readonly operationReference?: number;
}

export type CommandResponse =
  | {
      readonly kind: 'event';
      readonly valueType: ValueType;
      readonly intent: string;
      readonly key: number;
      readonly value: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'rejection';
      readonly valueType: ValueType;
      readonly intent: string;
      readonly type: RejectionType;
      /** Zeebe's text, without the "Command 'X' rejected with code 'Y': " prefix. */
      readonly reason: string;
    };

export interface JobStreamProperties {
  readonly type: string;
  readonly worker: string;
  /** Milliseconds that the worker has for a job. */
  readonly timeout: number;
  /** Names of the variables to give; empty gives all. */
  readonly fetchVariables: readonly string[];
}

export interface PushedJob {
  readonly key: number;
  /** A JOB record value, with the variables asked for. */
  readonly value: Readonly<Record<string, unknown>>;
}

export interface EngineStatus {
  readonly state: 'STARTING' | 'STANDBY' | 'PROCESSING' | 'RECOVERING' | 'STOPPED' | 'FAILED';
  /** Position of the last durable record. */
  readonly position: number;
  /** Bounds of what a model can make run away. */
  readonly limits?: EngineLimits;
}

/** The running embedded engine, as the rest of the program sees it. Implemented by `src/loop`. */
export interface EngineHandle {
  /**
   * Resolves when the batch holding the command is durable and the engine answered; a command whose answer comes
   * later (PROCESS_INSTANCE_CREATION CREATE_WITH_AWAITING_RESULT) resolves then, or never.
   * Rejects only when the engine is stopped, has failed, or its queue is full (`EngineOverloadedError`); and with the
   * signal's reason when that is aborted: nobody waits for the answer any more, the command counts all the same.
   */
  submit(command: ClientCommand, signal?: AbortSignal): Promise<CommandResponse>;
  /**
   * Calls back each time jobs of a type become activatable, before that is durable: a command sent from the callback
   * can be in the same batch, and is answered when both are. Returns the unsubscribe function.
   */
  onJobsAvailable(listener: (jobType: string) => void): () => void;
  /**
   * From now on, each job of the type that becomes activatable is activated for the stream and, after commit, given to
   * `receive`; several streams of a type take turns. What `receive` cannot deliver it gives back by JOB YIELD.
   * Returns how to close the stream.
   */
  openJobStream(properties: JobStreamProperties, receive: (job: PushedJob) => void): () => void;
  /** Calls back after commit with the batch's exportable records, in position order. */
  onRecords(listener: (records: readonly EngineRecord[]) => void): () => void;
  status(): EngineStatus;
  /** Finishes the batch under way and stops; safe to call twice. */
  stop(): Promise<void>;
}

export class EngineOverloadedError extends Error {
  override readonly name = 'EngineOverloadedError';
}

/** The engine is on standby, was stopped or has failed; the message says which. */
export class EngineUnavailableError extends Error {
  override readonly name: string = 'EngineUnavailableError';
}

/** The engine took the command and ended before it could answer: what was asked may be stored all the same. */
export class EngineOutcomeUnknownError extends EngineUnavailableError {
  override readonly name = 'EngineOutcomeUnknownError';
  constructor() {
    super(
      'The engine ended before it could answer: what was asked may have been done; look before asking again',
    );
  }
}
