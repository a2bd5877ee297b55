/** The embedded engine behind its gateway, with all that it records, and how much CPU each call took. */
import type { EngineRecord } from '../../src/protocol/records';
import { openEmbedded } from '../gateway/embedded';
import { openRawClient, type Outcome } from '../gateway/raw-client';

export interface Answered {
  readonly outcome: Outcome;
  /** What the engine recorded between the call and its answer. */
  readonly records: readonly EngineRecord[];
}

export interface WatchedEngine {
  call(rpc: string, request: object): Promise<Answered>;
  /** Longest CPU time of a call, in milliseconds, and what it sent. Told, not asserted: machines differ. */
  slowest(): { readonly millis: number; readonly what: string };
  stop(): Promise<void>;
}

/** Statuses that tell a client nothing but that something went wrong. */
export const UNEXPLAINED: readonly string[] = ['UNKNOWN', 'INTERNAL', 'DEADLINE_EXCEEDED', 'UNAVAILABLE'];

export const events = (records: readonly EngineRecord[]): EngineRecord[] =>
  records.filter(({ recordType }) => recordType === 'EVENT');

const cpuMillis = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

export async function openWatchedEngine(): Promise<WatchedEngine> {
  const embedded = await openEmbedded();
  const client = openRawClient(embedded.address);
  let records: EngineRecord[] = [];
  let slowest = { millis: 0, what: '' };
  embedded.engine.onRecords((batch) => records.push(...batch));
  return {
    async call(rpc, request) {
      records = [];
      const before = process.cpuUsage();
      const outcome = await client.call(rpc, request);
      const millis = cpuMillis(before);
      if (millis > slowest.millis)
        slowest = { millis, what: `${rpc} ${JSON.stringify(request).slice(0, 300)}` };
      return { outcome, records };
    },
    slowest: () => slowest,
    async stop() {
      client.close();
      await embedded.stop();
    },
  };
}
