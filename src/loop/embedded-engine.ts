/**
 * Starts the embedded engine on a database.
 *
 * STARTING → PROCESSING when it holds the database's lock and has loaded the state; STANDBY while another process
 * holds the lock: it then waits, and takes over when the lock becomes free. PROCESSING → RECOVERING when a commit
 * fails: it gives the lock back, and takes it and loads the state again, with back-off, until that works.
 */
import type { EngineClock } from '../kit/clock';
import type {
  ClientCommand,
  CommandResponse,
  EngineHandle,
  EngineStatus,
  JobStreamProperties,
  PushedJob,
} from '../engine/api';
import { EngineUnavailableError } from '../engine/api';
import { dueCommands, nextDue } from '../engine/due';
import { Engine } from '../engine/engine';
import { JobStreams } from '../engine/job-streams';
import type { EngineLimits } from '../engine/limits';
import type { EngineRecord } from '../protocol/records';
import { Scheduler } from './scheduler';
import type { EngineStore } from '../store/port';
import { EngineLog } from './engine-log';
import { Listeners } from '../kit/listeners';
import type { EngineLogger } from '../kit/logger';
import { ResourceParser, parseStoredResources, resourcesOf } from './resources';

/** Milliseconds between two tries to take the lock. */
const LOCK_INTERVAL = 500;
/** Milliseconds before the first try to recover, doubled with each further one up to the longest. */
const FIRST_RECOVERY = 100;
const LONGEST_RECOVERY = 5_000;

export interface EmbeddedEngineParts {
  readonly store: EngineStore;
  readonly clock: EngineClock;
  readonly logger: EngineLogger;
  /** Absent: those of Zeebe. */
  readonly limits?: EngineLimits;
}

/**
 * Resolves when the engine is processing, or is on standby because another process holds the lock.
 * Rejects when the stored state cannot be loaded.
 */
export async function startEmbeddedEngine(parts: EmbeddedEngineParts): Promise<EngineHandle> {
  const engine = new EmbeddedEngine(parts);
  await engine.start();
  return engine;
}

class EmbeddedEngine implements EngineHandle {
  private state: Exclude<EngineStatus['state'], 'PROCESSING'> = 'STARTING';
  private log: EngineLog | undefined;
  private scheduler: Scheduler | undefined;
  private lockTimer: NodeJS.Timeout | undefined;
  private failures = 0;
  private taking: Promise<boolean> | undefined;
  private readonly parser = new ResourceParser();
  private readonly records: Listeners<readonly EngineRecord[]>;
  private readonly jobs: Listeners<string>;
  private readonly jobStreams = new JobStreams();

  constructor(private readonly parts: EmbeddedEngineParts) {
    this.records = new Listeners('records', parts.logger);
    this.jobs = new Listeners('jobs', parts.logger);
  }

  async start(): Promise<void> {
    if (await this.takeOver()) return;
    this.state = 'STANDBY';
    this.parts.logger.info(
      {},
      'Another process runs the engine on this database: standing by until it stops',
    );
    this.tryAgainAfter(LOCK_INTERVAL);
  }

  async submit(command: ClientCommand, signal?: AbortSignal): Promise<CommandResponse> {
    const { log } = this;
    if (log === undefined) {
      throw new EngineUnavailableError(`Expected the engine to be PROCESSING, but it is ${this.state}`);
    }
    const resources = resourcesOf(command);
    if (resources === undefined) return log.submit({ command }, signal);
    return log.submit({ command, resources: await this.parser.parseAll(resources) }, signal);
  }

  onJobsAvailable(listener: (jobType: string) => void): () => void {
    return this.jobs.add(listener);
  }

  openJobStream(properties: JobStreamProperties, receive: (job: PushedJob) => void): () => void {
    return this.jobStreams.open(properties, receive);
  }

  onRecords(listener: (records: readonly EngineRecord[]) => void): () => void {
    return this.records.add(listener);
  }

  status(): EngineStatus {
    return this.log?.status() ?? { state: this.state, position: 0 };
  }

  async stop(): Promise<void> {
    if (this.state === 'STOPPED') return;
    this.state = 'STOPPED';
    clearTimeout(this.lockTimer);
    await this.taking?.catch(() => false);
    this.scheduler?.stop();
    await this.log?.stop();
    if (this.log !== undefined) await this.parts.store.unlock();
  }

  private tryAgainAfter(millis: number): void {
    clearTimeout(this.lockTimer);
    this.lockTimer = setTimeout(() => void this.tryAgain(), millis);
  }

  private async tryAgain(): Promise<void> {
    try {
      const taken = await this.takeOver();
      if (!taken && this.state !== 'STOPPED') {
        this.state = 'STANDBY';
        this.tryAgainAfter(LOCK_INTERVAL);
      }
    } catch (error) {
      this.parts.logger.error({ err: error }, 'Engine could not load its state: it tries again');
      this.recoverLater();
    }
  }

  /** What is in memory is no longer what is stored. */
  private recover(): void {
    if (this.state === 'STOPPED') return;
    this.scheduler?.stop();
    this.scheduler = undefined;
    this.log = undefined;
    this.state = 'RECOVERING';
    this.taking = this.parts.store.unlock().then(() => false);
    const next = (): void => this.recoverLater();
    this.taking.then(next, next);
  }

  private recoverLater(): void {
    if (this.state === 'STOPPED') return;
    this.state = 'RECOVERING';
    this.failures += 1;
    const delay = Math.min(FIRST_RECOVERY * 2 ** (this.failures - 1), LONGEST_RECOVERY);
    this.tryAgainAfter(delay * (0.75 + Math.random() / 4));
  }

  /** False when another process holds the lock. */
  private takeOver(): Promise<boolean> {
    this.taking = this.lockAndLoad();
    return this.taking;
  }

  private async lockAndLoad(): Promise<boolean> {
    const { store, logger } = this.parts;
    if (!(await store.tryLock())) return false;
    try {
      const engine = await this.load();
      if (this.state === 'STOPPED') {
        await store.unlock();
        return true;
      }
      this.process(engine);
      logger.info({ position: engine.position }, 'Engine is processing');
      return true;
    } catch (error) {
      await store.unlock();
      throw error;
    }
  }

  private async load(): Promise<Engine> {
    const engine = new Engine(undefined, undefined, this.jobStreams, this.parts.limits);
    for await (const row of this.parts.store.load()) engine.load(row);
    await parseStoredResources(engine, this.parser);
    return engine;
  }

  private process(engine: Engine): void {
    const log = new EngineLog({ ...this.parts, engine, onFailure: () => this.recover() });
    log.recordListeners.add((records) => this.records.notify(records));
    log.jobListeners.add((type) => this.jobs.notify(type));
    this.log = log;
    this.scheduler = new Scheduler({
      clock: this.parts.clock,
      nextDue: () => nextDue(engine.view),
      dueCommands: (now, limit) => dueCommands(engine.view, now, limit),
      submit: (command) => log.submit({ command }),
    });
    const { scheduler } = this;
    log.batchListeners.add(() => {
      this.failures = 0;
      scheduler.wake();
    });
    scheduler.wake();
    // What a commit without an answer may have stored all the same.
    if (this.failures > 0) this.records.notify([]);
  }
}
