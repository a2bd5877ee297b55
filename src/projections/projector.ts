/**
 * The projector: turns stored records into the read model, whichever engine wrote them. It alone writes `rm_*`.
 * Each batch is one statement that also moves the stored position of its partition, so every record counts exactly
 * once, whenever the program stops and however often a record is delivered.
 *
 * States: stopped → (start) reading the database ⇄ taking records from memory → (stop) stopped.
 * It reads the database from its stored position at start, after an error, after a gap in the hand-over and when
 * told of records without getting them; a pass that finds nothing shows that memory continues where it is.
 */
import type { Knex } from 'knex';
import type { EngineRecord } from '../protocol/records';
import { projectBatch } from './project-batch';
import { RecordBuffer } from './record-buffer';
import { addPosition, PROJECTION_NAME, readPartitions, readPositions, readRecords } from './record-source';
import { codeOf } from '../store/errors';
import { durations } from '../config/durations';
import type { Logger } from '../kit/logger';
import { Service } from '../kit/service';
import { POSITION_MOVED } from './statement';
import { tables } from './tables';
import { readEarlierDates } from './task-dates';
import { addMissingFacts } from './process-facts';
import { Waiters, type ProjectedListener } from './waiters';

export interface ProjectorOptions {
  readonly knex: Knex;
  readonly logger: Logger;
  /** Records a batch, at most. */
  readonly batchSize?: number;
  /** Looks for records of other processes this often (ms); absent: only when notified. */
  readonly pollInterval?: number;
}

const BATCH_SIZE = 2_000;
const BUFFER_CAPACITY = 20_000;

/** Errors of the data itself (SQLSTATE classes 22, 23 and 54): trying again cannot help. */
function isDataError(error: unknown): boolean {
  return /^(22|23|54)/.test(codeOf(error) ?? '');
}

/** The records after a position, without those that were handed over twice. */
function eachOnce(records: readonly EngineRecord[], after: number): EngineRecord[] {
  let last = after;
  return records.filter((record) => {
    const position = Number(record.position);
    if (position <= last) return false;
    last = position;
    return true;
  });
}

export class Projector {
  private readonly knex: Knex;
  private readonly logger: Logger;
  private readonly batchSize: number;
  private readonly buffer = new RecordBuffer(BUFFER_CAPACITY);
  private readonly waiters = new Waiters();
  private readonly service: Service;
  private positions = new Map<number, number>();
  /** True while the buffer holds everything after `positions`. */
  private inMemory = false;
  private isStarted = false;
  /** When the last round left nothing to do; the next one, if not woken, looks at the database. */
  private isRested = false;
  private isWoken = false;
  /** At most this many records a batch; lowered to find a record that cannot be written. */
  private limit: number;

  constructor(private readonly options: ProjectorOptions) {
    this.knex = options.knex;
    this.logger = options.logger;
    this.batchSize = options.batchSize ?? BATCH_SIZE;
    this.limit = this.batchSize;
    this.service = new Service({
      round: () => this.round(),
      pauses: durations.projector.trouble,
      trouble: 'projection failed; trying again',
      logger: options.logger,
    });
  }

  /** Starts the loop and returns; see `whenCaughtUp()`. */
  async start(): Promise<void> {
    if (this.isStarted) return;
    this.isStarted = true;
    this.inMemory = false;
    this.isRested = false;
    await addMissingFacts(this.knex, this.logger);
    await readEarlierDates(this.knex);
    this.positions = await readPositions(this.knex);
    this.service.start();
  }

  /** Finishes the batch under way. Safe to call twice. */
  async stop(): Promise<void> {
    await this.service.stop();
    this.isStarted = false;
    this.waiters.release();
  }

  /**
   * Tells of records that are durable now, in position order per partition. With the records, they need not be
   * read back; without, the database is read.
   */
  notify(records?: readonly EngineRecord[]): void {
    this.isWoken = true;
    if (records) this.buffer.add(records);
    else this.buffer.markIncomplete();
    this.service.wake();
  }

  /** Position of the last projected record of a partition; -1 before the first. */
  position(partitionId: number): number {
    return this.positions.get(partitionId) ?? -1;
  }

  /** Resolves true once `position` is in the read model, false after `limitMillis`. */
  async waitFor(
    partitionId: number,
    position: number | string,
    limitMillis = durations.projector.wait,
  ): Promise<boolean> {
    const wanted = Number(position);
    if (this.position(partitionId) >= wanted) return true;
    return this.waiters.wait(partitionId, wanted, limitMillis);
  }

  /** Resolves when everything stored or notified so far is projected, or the projector was stopped. */
  async whenCaughtUp(): Promise<void> {
    await this.service.idle();
  }

  /** Calls back after each projected batch. Returns the unsubscribe function. */
  onProjected(listener: ProjectedListener): () => void {
    return this.waiters.subscribe(listener);
  }

  /** Empties the read model and makes it anew from the stored records. Resolves with the records read. */
  async rebuild(): Promise<{ readonly records: number }> {
    await this.stop();
    await this.knex.transaction(async (transaction) => {
      await transaction.raw(`TRUNCATE ${tables.map((table) => table.name).join(', ')}`);
      await transaction('projection_position').where({ name: PROJECTION_NAME }).delete();
    });
    await this.start();
    await this.whenCaughtUp();
    const counted: unknown = await this.knex('record').count({ count: '*' }).first();
    return { records: Number((counted as { count: string }).count) };
  }

  /** One step; after trouble it begins at the stored position. */
  private async round(): Promise<number | undefined> {
    if (this.isRested && !this.isWoken) this.inMemory = false;
    this.isWoken = false;
    this.isRested = false;
    if (!this.inMemory) this.positions = await readPositions(this.knex);
    try {
      if (await this.step()) return 0;
    } catch (error) {
      this.inMemory = false;
      // Another projector was faster: its position is read at once.
      if (codeOf(error) === POSITION_MOVED) return 0;
      throw error;
    }
    this.isRested = true;
    return this.options.pollInterval;
  }

  /** Projects one batch, or one pass over the partitions; false when there was nothing. */
  private async step(): Promise<boolean> {
    if (this.inMemory && !this.buffer.overflowed) return this.stepInMemory();
    // From here on the buffer collects; what was committed before is in the database.
    this.inMemory = false;
    this.buffer.clear();
    const found = await this.passOverDatabase();
    this.inMemory = !found;
    return found || !this.buffer.isEmpty;
  }

  private async stepInMemory(): Promise<boolean> {
    const taken = this.buffer.take(this.limit);
    const first = taken[0];
    if (!first) return false;
    const fresh = eachOnce(taken, await this.positionOf(first.partitionId));
    if (fresh.length > 0) await this.project(first.partitionId, fresh);
    return true;
  }

  private async passOverDatabase(): Promise<boolean> {
    let found = false;
    for (const partitionId of await readPartitions(this.knex)) {
      const after = await this.positionOf(partitionId);
      const records = await readRecords(this.knex, partitionId, after, this.limit);
      if (records.length > 0) await this.project(partitionId, records);
      found ||= records.length > 0;
    }
    return found;
  }

  private async positionOf(partitionId: number): Promise<number> {
    const known = this.positions.get(partitionId);
    if (known !== undefined) return known;
    await addPosition(this.knex, partitionId);
    this.positions = await readPositions(this.knex);
    return this.position(partitionId);
  }

  private async project(partitionId: number, records: readonly EngineRecord[]): Promise<void> {
    const from = this.position(partitionId);
    const to = Number(records.at(-1)?.position);
    try {
      await projectBatch(this.knex, records, { partitionId, from, to }, this.logger);
    } catch (error) {
      if (!isDataError(error) || codeOf(error) === POSITION_MOVED) throw error;
      await this.narrow(error, partitionId, records);
      return;
    }
    this.limit = Math.min(this.batchSize, this.limit * 2);
    this.moved(partitionId, to, records);
  }

  /** The database refuses the batch: smaller ones, down to the record at fault, which is skipped. */
  private async narrow(error: unknown, partitionId: number, records: readonly EngineRecord[]): Promise<void> {
    this.inMemory = false;
    if (records.length > 1) {
      this.limit = Math.ceil(records.length / 2);
      return;
    }
    const from = this.position(partitionId);
    const to = Number(records[0]?.position);
    await projectBatch(this.knex, [], { partitionId, from, to }, this.logger);
    this.logger.error({ err: error, partitionId, position: to }, 'record skipped: the database refuses it');
    this.moved(partitionId, to, records);
  }

  private moved(partitionId: number, position: number, records: readonly EngineRecord[]): void {
    this.positions.set(partitionId, position);
    const keys = records
      .map((record) => record.value['processInstanceKey'])
      .filter((key) => key !== undefined);
    this.waiters.announce({
      partitionId,
      position,
      processInstanceKeys: new Set(keys.map(String)),
      valueTypes: new Set(records.map((record) => record.valueType)),
    });
  }
}
