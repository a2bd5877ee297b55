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
import { defaultLimits, type EngineLimits } from '../engine/limits';
import type { EngineRecord } from '../protocol/records';
import { Scheduler } from './scheduler';
import type { EngineStore } from '../store/port';
import { EngineLog } from './engine-log';
import { durations } from '../config/durations';
import { Listeners } from '../kit/listeners';
import { Service, type Round } from '../kit/service';
import type { Logger } from '../kit/logger';
import { ResourceParser, parseStoredResources, resourcesOf } from './resources';

export interface EmbeddedEngineParts {
  readonly store: EngineStore;
  readonly clock: EngineClock;
  readonly logger: Logger;
  /** Absent: the defaults. */
  readonly limits?: Partial<EngineLimits>;
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
  private starting: Promise<boolean> | undefined;
  /** Settled when what is held is held no more: a commit failed, or it is to stop. */
  private holding: Promise<void> | undefined;
  private endHolding: () => void = () => undefined;
  /** Of a commit without an answer. */
  private mayHaveStored = false;
  private round: Round | undefined;
  private readonly service: Service;
  private readonly parser = new ResourceParser();
  private readonly records: Listeners<readonly EngineRecord[]>;
  private readonly jobs: Listeners<string>;
  private readonly jobStreams = new JobStreams();

  private readonly limits: EngineLimits;

  constructor(private readonly parts: EmbeddedEngineParts) {
    this.limits = { ...defaultLimits, ...parts.limits };
    this.records = new Listeners('records', parts.logger);
    this.jobs = new Listeners('jobs', parts.logger);
    const { logger } = parts;
    this.service = new Service({
      round: (round) => this.hold(round),
      pauses: durations.engine.recovering,
      trouble: 'The engine does not process: it loads its state again',
      logger: { warn: (details, message) => logger.error(details, message) },
    });
  }

  async start(): Promise<void> {
    this.starting = this.takeOver();
    const taken = await this.starting;
    if (!taken) {
      this.state = 'STANDBY';
      this.parts.logger.info(
        {},
        'Another process runs the engine on this database: standing by until it stops',
      );
    }
    // It may have been stopped meanwhile.
    if (!this.isStopped()) this.service.start();
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
    const { state, position } = this.log?.status() ?? { state: this.state, position: 0 };
    return { state, position, limits: this.limits };
  }

  async stop(): Promise<void> {
    if (this.state === 'STOPPED') return;
    this.state = 'STOPPED';
    await this.starting?.catch(() => false);
    this.scheduler?.stop();
    await this.log?.stop();
    this.endHolding();
    await this.service.stop();
    await this.parts.store.unlock();
  }

  private isStopped(): boolean {
    return this.state === 'STOPPED';
  }

  /** One round is one time of holding the lock, or one try to take it. */
  private async hold(round: Round): Promise<number | undefined> {
    this.round = round;
    if (this.holding === undefined && !(await this.tryToTakeOver())) return durations.engine.lockEvery;
    await this.holding;
    this.holding = undefined;
    if (this.isStopped()) return undefined;
    await this.parts.store.unlock();
    throw new Error('Expected every batch to be stored, but one was not');
  }

  private async tryToTakeOver(): Promise<boolean> {
    try {
      const taken = await this.takeOver();
      if (!taken && !this.isStopped()) this.state = 'STANDBY';
      return taken;
    } catch (error) {
      this.mayHaveStored = true;
      if (!this.isStopped()) this.state = 'RECOVERING';
      throw error;
    }
  }

  /** What is in memory is no longer what is stored. */
  private recover(): void {
    if (this.isStopped()) return;
    this.scheduler?.stop();
    this.scheduler = undefined;
    this.log = undefined;
    this.state = 'RECOVERING';
    this.mayHaveStored = true;
    this.endHolding();
  }

  /** False when another process holds the lock. */
  private async takeOver(): Promise<boolean> {
    const { store, logger } = this.parts;
    if (!(await store.tryLock())) return false;
    try {
      const engine = await this.load();
      if (this.isStopped()) {
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
    const engine = new Engine(undefined, undefined, this.jobStreams, this.limits);
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
      this.round?.well();
      scheduler.wake();
    });
    scheduler.wake();
    this.holding = new Promise((resolve) => (this.endHolding = resolve));
    if (this.mayHaveStored) this.records.notify([]);
    this.mayHaveStored = false;
  }
}
