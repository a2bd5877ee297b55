/**
 * Posts the engine's records to `EXPORT_URL` by the Elasticsearch bulk protocol, as Zeebe's exporter does: in
 * position order, each at least once. Its position is stored, so it goes on where it was after a restart.
 *
 * States: stopped → (start) posting ⇄ waiting (for records, or after a failure) → (stop) stopped.
 */
import type { Knex } from 'knex';
import { z } from 'zod';
import { runStatement } from '../store/statement';
import { Signal } from '../kit/signal';
import { bulkBody, type ExportedRecord } from './bulk-body';
import { createSender, type Sender } from './sender';

export interface ExporterLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ExporterOptions {
  readonly knex: Knex;
  /** Where the bulks go; may carry `user:password@`. */
  readonly url: string;
  readonly logger: ExporterLogger;
  /** Records a bulk, at most. */
  readonly batchSize?: number;
}

const EXPORTER_NAME = 'exporter';
/** The embedded engine has one partition. */
const PARTITION = 1;
const BATCH_SIZE = 1_000;
const FIRST_RETRY_MILLIS = 100;
const LAST_RETRY_MILLIS = 10_000;

const positionRow = z.object({ position: z.coerce.number().int() });
const recordRow = z.object({
  position: z.string(),
  value_type: z.string(),
  timestamp: z.coerce.number().int(),
  text: z.string(),
});

export class Exporter {
  private readonly send: Sender;
  private readonly wake = new Signal();
  private readonly moved = new Signal();
  private running: Promise<void> | undefined;
  private stopping = false;
  private exported = -1;
  private retryDelay = 0;

  constructor(private readonly options: ExporterOptions) {
    this.send = createSender(options.url);
  }

  async start(): Promise<void> {
    if (this.running) return;
    this.stopping = false;
    this.exported = await this.readPosition();
    this.running = this.run();
  }

  /** Lets the bulk under way end. What it leaves is sent after the next start. Safe to call twice. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake.raise();
    await this.running;
    this.running = undefined;
  }

  /** There are new records. */
  notify(): void {
    this.wake.raise();
  }

  /** Position of the last record that was delivered; -1 before the first. */
  get position(): number {
    return this.exported;
  }

  /** Resolves when the record at `position` was delivered, or the exporter stopped. */
  async whenExported(position: number): Promise<void> {
    while (this.running && !this.stopping && this.exported < position) await this.moved.wait();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        const records = await this.readRecords();
        if (records.length === 0) await this.wake.wait();
        else await this.deliver(records);
        this.retryDelay = 0;
      } catch (error) {
        this.retryDelay = Math.min(LAST_RETRY_MILLIS, Math.max(FIRST_RETRY_MILLIS, this.retryDelay * 2));
        this.options.logger.warn(
          { err: error, retryInMillis: this.retryDelay, position: this.exported },
          'records not exported; trying again',
        );
        await this.wake.pause(this.retryDelay, () => this.stopping);
      }
    }
    this.moved.raise();
  }

  private async deliver(records: readonly ExportedRecord[]): Promise<void> {
    await this.send(bulkBody(records));
    const last = Number(records.at(-1)?.position);
    await this.options
      .knex('projection_position')
      .insert({ name: EXPORTER_NAME, partition_id: PARTITION, position: last })
      .onConflict(['name', 'partition_id'])
      .merge();
    this.exported = last;
    this.moved.raise();
  }

  private async readPosition(): Promise<number> {
    const row: unknown = await this.options
      .knex('projection_position')
      .where({ name: EXPORTER_NAME, partition_id: PARTITION })
      .first('position');
    return row === undefined ? -1 : positionRow.parse(row).position;
  }

  private async readRecords(): Promise<ExportedRecord[]> {
    const rows = await runStatement(this.options.knex, {
      name: 'export-records',
      text: `SELECT position, value_type, "timestamp", record::text AS text FROM record
             WHERE partition_id = $1 AND position > $2 ORDER BY position LIMIT $3`,
      values: [PARTITION, this.exported, this.options.batchSize ?? BATCH_SIZE],
    });
    return rows.map((row) => {
      const { position, value_type, timestamp, text } = recordRow.parse(row);
      return { partitionId: PARTITION, position, valueType: value_type, timestamp, text };
    });
  }
}
