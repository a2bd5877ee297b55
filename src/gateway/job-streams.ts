/**
 * Clients to whom jobs are pushed. Clients that ask for the same (type, worker, timeout, variables) share one stream
 * of the engine and take turns; a job that none of them can take is given back at once.
 */
import type { EngineHandle, JobStreamProperties, PushedJob } from '../engine/api';
import { toActivatedJob } from './activated-jobs';
import type { EnginePort } from './engine-port';
import type { ActivatedJob } from './messages';
import type { JobValue } from './values';

export interface StreamClient {
  /** False when it cannot take the job: it has left, or has not yet read what it was sent. */
  push(job: ActivatedJob): boolean;
  end(): void;
}

export interface JobStreamHub {
  /** Returns what to call when the client leaves. */
  open(properties: JobStreamProperties, client: StreamClient): () => void;
  /** Number of clients by job type. */
  clients(): ReadonlyMap<string, number>;
  /** Ends all streams. */
  stop(): void;
}

export interface JobStreamOptions {
  readonly engine: Pick<EngineHandle, 'openJobStream'>;
  readonly port: EnginePort;
  onError(error: unknown, text: string): void;
}

interface SharedStream {
  readonly type: string;
  /** The one whose turn is next comes first. */
  readonly clients: StreamClient[];
  close(): void;
}

export function createJobStreams({ engine, port, onError }: JobStreamOptions): JobStreamHub {
  const streams = new Map<string, SharedStream>();

  function giveBack({ key }: PushedJob): void {
    port
      .send({ valueType: 'JOB', intent: 'YIELD', key, value: {} })
      .catch((error: unknown) =>
        onError(error, `job ${key} was not given back; it comes again when its lease ends`),
      );
  }

  function deliver(clients: StreamClient[], job: PushedJob): void {
    const activated = toActivatedJob(job.key, job.value as unknown as JobValue);
    for (let tried = 0; tried < clients.length; tried++) {
      const client = clients.shift() as StreamClient;
      clients.push(client);
      if (client.push(activated)) return;
    }
    giveBack(job);
  }

  function share(properties: JobStreamProperties): SharedStream {
    const clients: StreamClient[] = [];
    const close = engine.openJobStream(properties, (job) => deliver(clients, job));
    return { type: properties.type, clients, close };
  }

  return {
    open(properties, client) {
      const { type, worker, timeout, fetchVariables } = properties;
      const id = JSON.stringify([type, worker, timeout, fetchVariables]);
      const stream = streams.get(id) ?? share(properties);
      streams.set(id, stream);
      stream.clients.push(client);
      return () => {
        const index = stream.clients.indexOf(client);
        if (index < 0) return;
        stream.clients.splice(index, 1);
        if (stream.clients.length > 0) return;
        stream.close();
        streams.delete(id);
      };
    },
    clients() {
      const counts = new Map<string, number>();
      for (const { type, clients } of streams.values()) {
        counts.set(type, (counts.get(type) ?? 0) + clients.length);
      }
      return counts;
    },
    stop() {
      for (const { clients, close } of streams.values()) {
        close();
        for (const client of clients.splice(0)) client.end();
      }
      streams.clear();
    },
  };
}
