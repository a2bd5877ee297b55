/**
 * The loop: lets the engine decide the commands as they come, makes the records and the state of a batch durable in
 * one transaction, then answers. While a commit is under way, the next batch is decided already, but waits for it:
 * what is answered, rejections too, never rests on what is not durable.
 *
 * PROCESSING → STOPPED, or RECOVERING when a commit fails: nothing of that batch was acknowledged, and what the engine
 * holds in memory is no longer what is stored, so this log answers nothing more; its owner loads the state anew.
 */
import type { EngineClock } from '../kit/clock';
import type { CommandResponse, EngineStatus } from '../engine/api';
import { EngineOutcomeUnknownError, EngineUnavailableError } from '../engine/api';
import type { Engine, ProcessingResult, Submission } from '../engine/engine';
import type { Push } from '../engine/writers';
import type { EngineRecord } from '../protocol/records';
import type { EngineStore } from '../store/port';
import { CommandQueue, type Waiting } from './command-queue';
import { Listeners } from '../kit/listeners';
import type { Logger } from '../kit/logger';

const QUEUE_CAPACITY = 10_000;
/** A batch takes no more when it has so many records, or commands where those make none. */
const MAX_RECORDS = 1_000;
const MAX_COMMANDS = 500;
/** Milliseconds that deciding may keep the program from other work, and the commands that it may take all the same. */
const MAX_TIME = 25;
const MIN_COMMANDS = 5;

export interface EngineLogParts {
  readonly engine: Engine;
  readonly store: EngineStore;
  readonly clock: EngineClock;
  readonly logger: Logger;
  /** A batch could not be stored: this log has ended. */
  onFailure(): void;
}

interface Batch {
  commands: number;
  readonly records: EngineRecord[];
  readonly responses: Map<number, CommandResponse>;
  readonly pushes: Push[];
}

const isFull = ({ commands, records }: Batch): boolean =>
  commands >= MAX_COMMANDS || records.length >= MAX_RECORDS;

const emptyBatch = (): Batch => ({ commands: 0, records: [], responses: new Map(), pushes: [] });

export class EngineLog {
  readonly recordListeners: Listeners<readonly EngineRecord[]>;
  /** Before the commit: what is asked then can be in the same batch. */
  readonly jobListeners: Listeners<string>;
  /** After every batch: the scheduler looks again. */
  readonly batchListeners: Listeners<void>;
  private readonly queue = new CommandQueue(QUEUE_CAPACITY);
  /** By request id, until answered. */
  private readonly requests = new Map<number, Waiting>();
  private lastRequestId = 0;
  private state: EngineStatus['state'] = 'PROCESSING';
  private durablePosition: number;
  /** Decided, not handed to the store yet. */
  private batch = emptyBatch();
  private readonly jobTypes = new Set<string>();
  private running: Promise<void> | undefined;
  private committing: Promise<void> | undefined;

  constructor(private readonly parts: EngineLogParts) {
    this.durablePosition = parts.engine.position;
    this.recordListeners = new Listeners('records', parts.logger);
    this.jobListeners = new Listeners('jobs', parts.logger);
    this.batchListeners = new Listeners('batch', parts.logger);
    if (parts.engine.hasPending) this.start();
  }

  status(): EngineStatus {
    return { state: this.state, position: this.durablePosition };
  }

  /** @param signal as `EngineHandle.submit` has it */
  submit(submission: Submission, signal?: AbortSignal): Promise<CommandResponse> {
    return new Promise((resolve, reject) => {
      if (this.state !== 'PROCESSING') {
        reject(this.unavailable());
        return;
      }
      const requestId = ++this.lastRequestId;
      const waiting = { submission: { ...submission, requestId }, resolve, reject };
      signal?.addEventListener('abort', () => {
        this.requests.delete(requestId);
        reject(signal.reason as Error);
      });
      try {
        this.queue.add(waiting);
      } catch (error) {
        reject(error);
        return;
      }
      this.start();
    });
  }

  /** Finishes what is decided. */
  async stop(): Promise<void> {
    if (this.state === 'PROCESSING') this.state = 'STOPPED';
    await this.running;
    while (this.committing !== undefined) await this.committing;
    this.rejectAll();
  }

  private start(): void {
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.state === 'PROCESSING' && this.hasWork()) this.start();
    });
  }

  private hasWork(): boolean {
    return this.queue.size > 0 || this.parts.engine.hasPending;
  }

  private async run(): Promise<void> {
    while (this.state === 'PROCESSING' && this.hasWork()) {
      // Lets everything that came in with the same turn of the event loop join the batch.
      await new Promise((resolve) => setImmediate(resolve));
      this.decide();
      this.commitNext();
      if (isFull(this.batch)) await this.committing;
    }
  }

  private decide(): void {
    const end = performance.now() + MAX_TIME;
    const goesOn = ({ commands }: Batch): boolean => commands < MIN_COMMANDS || performance.now() < end;
    while (!isFull(this.batch) && goesOn(this.batch)) {
      // Who waits for jobs may ask for them at once: that makes more to decide.
      if (!this.decideOne() && !this.notifyJobs()) return;
    }
    this.notifyJobs();
  }

  /** False when there is nothing to decide. */
  private decideOne(): boolean {
    const { engine, clock } = this.parts;
    const next = this.queue.take();
    if (next !== undefined) {
      const { requestId = 0, command } = next.submission;
      this.requests.set(requestId, next);
      this.collect(
        engine.process(next.submission, clock.now()),
        () => `${command.valueType} ${command.intent}`,
      );
    }
    const pending = engine.processPending(clock.now());
    if (pending !== undefined) this.collect(pending, () => 'follow-up command');
    return next !== undefined || pending !== undefined;
  }

  private collect(result: ProcessingResult, what: () => string): void {
    const { batch } = this;
    batch.commands += 1;
    for (const record of result.records) batch.records.push(record);
    for (const [requestId, response] of result.responses) batch.responses.set(requestId, response);
    for (const type of result.jobTypes) this.jobTypes.add(type);
    for (const push of result.pushes) batch.pushes.push(push);
    for (const requestId of result.abandoned) this.requests.delete(requestId);
    if (result.error !== undefined) {
      this.parts.logger.error(
        { err: result.error, command: what() },
        'Command refused: the engine failed to process it',
      );
    }
  }

  /** False when there was nothing to tell. */
  private notifyJobs(): boolean {
    if (this.jobTypes.size === 0) return false;
    const types = [...this.jobTypes];
    this.jobTypes.clear();
    for (const type of types) this.jobListeners.notify(type);
    return true;
  }

  /** Commits and answers batch after batch, as long as there are decided ones. */
  private commitNext(): void {
    if (this.committing !== undefined || this.batch.commands === 0) return;
    const { batch } = this;
    this.batch = emptyBatch();
    const { position } = this.parts.engine;
    this.committing = this.commit(batch).then(
      () => {
        this.committing = undefined;
        this.durablePosition = position;
        // First, so that the database works while this thread answers.
        this.commitNext();
        this.answer(batch);
      },
      (error: unknown) => {
        this.committing = undefined;
        this.fail(error);
      },
    );
  }

  private async commit({ records }: Batch): Promise<void> {
    const state = this.parts.engine.takeChanges();
    // A batch that only counted (rejections, activations of nothing) needs no transaction.
    if (records.length === 0 && state.length <= 1) return;
    await this.parts.store.commit({ records, state });
  }

  private answer({ records, responses, pushes }: Batch): void {
    for (const [requestId, response] of responses) {
      this.requests.get(requestId)?.resolve(response);
      this.requests.delete(requestId);
    }
    if (records.length > 0) this.recordListeners.notify(records);
    for (const push of pushes) this.deliver(push);
    this.batchListeners.notify();
  }

  private deliver({ stream, job }: Push): void {
    try {
      stream.receive(job);
    } catch (error) {
      this.parts.logger.error({ err: error, job: job.key }, 'Stream of jobs threw');
    }
  }

  private fail(error: unknown): void {
    this.state = 'RECOVERING';
    this.parts.logger.error(
      { err: error },
      'A batch could not be stored, and nothing of it was acknowledged. The engine loads its state anew',
    );
    this.rejectAll();
    this.parts.onFailure();
  }

  private rejectAll(): void {
    const asked = [...this.requests.values()];
    this.requests.clear();
    for (const { reject } of asked) reject(new EngineOutcomeUnknownError());
    for (const { reject } of this.queue.takeAll()) reject(this.unavailable());
  }

  private unavailable(): EngineUnavailableError {
    return new EngineUnavailableError(`Expected the engine to be PROCESSING, but it is ${this.state}`);
  }
}
