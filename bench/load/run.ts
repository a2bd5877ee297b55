/** The workloads, by zeebe-node as any program uses it. */
import type { ZBClient } from 'zeebe-node';
import type { LoadResult, Workload } from './messages';
import { STEPS } from './processes';

const USER_TASK = 'io.camunda.zeebe:userTask';
const POLL_MILLIS = 5;
/** The client polls again only while it holds less than a third of them: all instances in flight are less. */
const WORKER_JOBS = 400;

type Timed = Omit<LoadResult, 'clientCpu'>;

interface Extent {
  /** As many as are done: by default as many as fit into the time. */
  readonly count?: number;
  /** Starts none after that. */
  readonly millis?: number;
  readonly inFlight: number;
}

/** Runs `one` for 0, 1, 2, …, `inFlight` at once, and times each. */
async function timed(
  { count = Infinity, millis = Infinity, inFlight }: Extent,
  one: (index: number) => Promise<void>,
): Promise<Timed> {
  const latencies: number[] = [];
  const began = performance.now();
  let next = 0;
  async function lane(): Promise<void> {
    while (next < count && performance.now() - began < millis) {
      const started = performance.now();
      await one(next++);
      latencies.push(performance.now() - started);
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, lane));
  return { elapsed: performance.now() - began, latencies };
}

interface Instance {
  remaining: number;
  readonly done: () => void;
}

/** Instances whose jobs a worker completes. */
export class WorkedInstances {
  private readonly waiting = new Map<number, Instance>();
  private readonly working = new Set<string>();
  private last = Date.now() % 1_000_000_000;

  constructor(private readonly client: ZBClient) {}

  run(workload: Workload, millis: number, inFlight: number): Promise<Timed> {
    this.work(workload);
    return timed({ millis, inFlight }, () => this.one(workload));
  }

  private async one(workload: Workload): Promise<void> {
    const n = ++this.last;
    const done = new Promise<void>((resolve) => {
      this.waiting.set(n, { remaining: STEPS[workload], done: resolve });
    });
    await this.client.createProcessInstance({ bpmnProcessId: `bench-${workload}`, variables: { n } });
    await done;
  }

  private work(workload: Workload): void {
    if (this.working.has(workload)) return;
    this.working.add(workload);
    this.client.createWorker<{ n: number }>({
      taskType: `${workload}-work`,
      maxJobsToActivate: WORKER_JOBS,
      pollInterval: POLL_MILLIS,
      taskHandler: async (job) => {
        const answer = await job.complete();
        this.answered(job.variables.n);
        return answer;
      },
    });
  }

  private answered(n: number): void {
    const instance = this.waiting.get(n);
    if (instance === undefined || --instance.remaining > 0) return;
    this.waiting.delete(n);
    instance.done();
  }
}

export function createWaiting(client: ZBClient, instances: number, inFlight: number): Promise<Timed> {
  return timed({ count: instances, inFlight }, async (n) => {
    await client.createProcessInstance({ bpmnProcessId: 'bench-w2', variables: { n } });
  });
}

export async function listTasks(
  client: ZBClient,
  page: number,
  pages: number,
  leaseMillis: number,
): Promise<Timed> {
  const keys: string[] = [];
  const one = async (): Promise<void> => {
    const jobs = await client.activateJobs({
      type: USER_TASK,
      maxJobsToActivate: page,
      timeout: leaseMillis,
      requestTimeout: -1,
      worker: 'bench',
    });
    keys.push(...jobs.map(({ key }) => key));
  };
  return { ...(await timed({ count: pages, inFlight: 1 }, one)), keys };
}

export function completeTasks(client: ZBClient, keys: readonly string[], inFlight: number): Promise<Timed> {
  return timed({ count: keys.length, inFlight }, async (index) => {
    await client.completeJob({ jobKey: keys[index] ?? '', variables: {} });
  });
}

export function bareCalls(client: ZBClient, calls: number, inFlight: number): Promise<Timed> {
  return timed({ count: calls, inFlight }, async (n) => {
    await client.createProcessInstance({ bpmnProcessId: 'bench-w1', variables: { n } });
  });
}
