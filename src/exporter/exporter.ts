/**
 * Posts the engine's records to `EXPORT_URL` by the Elasticsearch bulk protocol, as Zeebe's exporter does: in
 * position order, each at least once. Its position is stored, so it goes on where it was after a restart.
 *
 * States: stopped → (start) posting ⇄ waiting (for records, or after a failure) → (stop) stopped.
 */
import type { Knex } from 'knex';
import { z } from 'zod';
import { durations } from '../config/durations';
import type { Logger } from '../kit/logger';
import { Service } from '../kit/service';
import { runStatement } from '../store/statement';
import { Signal } from '../kit/signal';
import { bulkBody, type ExportedRecord } from './bulk-body';
import { createSender, type Sender } from './sender';

export interface ExporterOptions {
  readonly knex: Knex;
  /** Where the bulks go; may carry `user:password@`. */
  readonly url: string;
  readonly logger: Pick<Logger, 'warn'>;
  /** Records a bulk, at most. */
  readonly batchSize?: number;
}

const EXPORTER_NAME = 'exporter';
/** The embedded engine has one partition. */
const PARTITION = 1;
const BATCH_SIZE = 1_000;

const positionRow = z.object({ position: z.coerce.number().int() });
const recordRow = z.object({
  position: z.string(),
  value_type: z.string(),
  timestamp: z.coerce.number().int(),
  text: z.string(),
});

export class Exporter {
  private readonly send: Sender;
  private readonly moved = new Signal();
  private readonly service: Service;
  private isStarted = false;
  private exported = -1;

  constructor(private readonly options: ExporterOptions) {
    this.send = createSender(options.url);
    this.service = new Service({
      round: () => this.exportNext(),
      pauses: durations.exporter.trouble,
      trouble: 'records not exported; trying again',
      logger: options.logger,
    });
  }

  async start(): Promise<void> {
    if (this.isStarted) return;
    this.isStarted = true;
    this.exported = await this.readPosition();
    this.service.start();
  }

  /** Lets the bulk under way end. What it leaves is sent after the next start. Safe to call twice. */
  async stop(): Promise<void> {
    this.isStarted = false;
    await this.service.stop();
    this.moved.raise();
  }

  /** There are new records. */
  notify(): void {
    this.service.wake();
  }

  /** Position of the last record that was delivered; -1 before the first. */
  get position(): number {
    return this.exported;
  }

  /** Resolves when the record at `position` was delivered, or the exporter stopped. */
  async whenExported(position: number): Promise<void> {
    while (this.isStarted && this.exported < position) await this.moved.wait();
  }

  private async exportNext(): Promise<number | undefined> {
    const records = await this.readRecords();
    if (records.length === 0) return undefined;
    await this.deliver(records);
    return 0;
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
