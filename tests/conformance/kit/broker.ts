/**
 * A Zeebe broker that scripts run on, and when it has come to rest.
 *
 * Zeebe answers a command after its batch of follow-up commands was decided, and what did not fit into the batch is
 * on the log by then. So a command given after the answer, the marker, comes after all of that; its record in the
 * export shows that what came before is exported too. What the rest of a batch, decided before the marker, put on the
 * log comes after it: hence the broker is at rest when nothing came between two markers. What happens by time
 * (timers, back-offs, leases, expiry) is known from the records: it is waited for, by key.
 */
import type { EngineRecord } from '../../../src/protocol/records';
import { openRawClient, type Outcome, type RawClient } from '../../gateway/raw-client';
import { startZeebe, type RunningZeebe } from '../../kit/zeebe';
import { DueThings } from './due-things';
import { ExportedRecords } from './exported-records';

const MARKER = 'marker-';
/** Long, for a machine that has other work. */
const CALL_LIMIT_MILLIS = 60_000;

/** A marker is so big that the exporter delivers it at once, and with it what came before. */
const BULK_MEMORY = 32_768;
const BALLAST = JSON.stringify({ ballast: 'x'.repeat(BULK_MEMORY) });

/** Messages expire when due; the disk need not be waited for; many commands at once are welcome. */
const SETTINGS = {
  ZEEBE_BROKER_EXPORTERS_ELASTICSEARCH_ARGS_BULK_MEMORYLIMIT: String(BULK_MEMORY),
  ZEEBE_BROKER_EXPERIMENTAL_ENGINE_MESSAGES_TTLCHECKERINTERVAL: 'PT1S',
  ZEEBE_BROKER_CLUSTER_RAFT_FLUSH_ENABLED: 'false',
  ZEEBE_BROKER_BACKPRESSURE_ENABLED: 'false',
  ZEEBE_BROKER_GATEWAY_CLUSTER_REQUESTTIMEOUT: `${CALL_LIMIT_MILLIS}ms`,
};

export interface LeasedJob {
  readonly key: string;
  readonly deadline: string;
  readonly variables: string;
  readonly customHeaders: string;
}

export class Broker {
  readonly records: EngineRecord[] = [];
  private readonly due = new DueThings();
  private markers = 0;
  private lastMarker = '';
  private clockOffset = 0;

  private constructor(
    private readonly zeebe: RunningZeebe,
    private readonly client: RawClient,
    private readonly exported: ExportedRecords,
  ) {}

  static async start(): Promise<Broker> {
    let broker: Broker | undefined = undefined as Broker | undefined;
    const exported = new ExportedRecords((record) => broker?.take(record));
    const exporterUrl = await exported.listen();
    const zeebe = await startZeebe({ exporterUrl, environment: SETTINGS });
    broker = new Broker(zeebe, openRawClient(zeebe.address, CALL_LIMIT_MILLIS), exported);
    return broker;
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.zeebe.stop();
    this.exported.close();
  }

  call(rpc: string, request: object): Promise<Outcome> {
    return this.client.call(rpc, request);
  }

  /** Leases a job; undefined where there is none. */
  async activate(
    type: string,
    timeout: number,
    fetchVariable: readonly string[],
  ): Promise<LeasedJob | undefined> {
    const request = { type, worker: 'w', timeout, fetchVariable, maxJobsToActivate: 1, requestTimeout: -1 };
    const { status, details, messages } = await this.client.stream('ActivateJobs', request).outcome;
    if (status !== 'OK') throw new Error(`Expected jobs of type ${type}, but ${details}`);
    const [job] = messages.flatMap((message) => message['jobs'] as LeasedJob[]);
    if (job !== undefined) this.due.leased(Number(job.key), Number(job.deadline));
    return job;
  }

  /** A call of the REST API: native user tasks have no other. */
  async rest(method: string, path: string, body: object): Promise<Outcome> {
    const answer = await fetch(`${this.zeebe.restUrl}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.ok) return { status: 'OK', details: '', messages: [], millis: 0 };
    const { detail = '' } = (await answer.json()) as { detail?: string };
    return { status: String(answer.status), details: detail, messages: [], millis: 0 };
  }

  async advance(offsetMilli: number): Promise<void> {
    const answer = await fetch(`${this.zeebe.managementUrl}/actuator/clock/add`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ offsetMilli }),
    });
    if (!answer.ok) throw new Error(`Expected the clock to move, but got ${answer.status}`);
    this.clockOffset += offsetMilli;
  }

  /** Resolves when nothing more happens. */
  async settle(): Promise<void> {
    do {
      await this.exported.until(
        () => this.overdue().length === 0,
        () => `${this.overdue().join(', ')} to be done, of ${this.recordsAbout(this.overdue())}`,
      );
      await this.quiet();
    } while (this.overdue().length > 0);
  }

  /** Resolves once a record is exported. */
  async seen(holds: (record: EngineRecord) => boolean, from: number): Promise<void> {
    await this.exported.until(
      () => this.records.slice(from).some(holds),
      () => 'a record to be exported',
    );
  }

  private recordsAbout(things: readonly string[]): string {
    const keys = new Set(things.map((thing) => thing.split(' ').at(-1)));
    return JSON.stringify(this.records.filter(({ key }) => keys.has(String(key))));
  }

  private overdue(): string[] {
    return this.due.overdue(Date.now() + this.clockOffset);
  }

  private async quiet(): Promise<void> {
    let before: number;
    do {
      before = this.records.length;
      const signalName = `${MARKER}${(this.markers += 1)}`;
      const { status, details } = await this.call('BroadcastSignal', { signalName, variables: BALLAST });
      if (status !== 'OK') throw new Error(`Expected the marker to be taken, but ${details}`);
      await this.exported.until(
        () => this.lastMarker === signalName,
        () => `${signalName} to be exported`,
      );
    } while (this.records.length > before);
  }

  private take(record: EngineRecord): void {
    const { valueType, value } = record;
    if (valueType === 'SIGNAL' && String(value['signalName']).startsWith(MARKER)) {
      this.lastMarker = String(value['signalName']);
      return;
    }
    this.records.push(record);
    this.due.take(record);
  }
}
