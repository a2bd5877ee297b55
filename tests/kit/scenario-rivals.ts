/**
 * Someone else who takes material at the worst moment: when the job of a step of this case has been given out and
 * its worker is about to run. The taking itself is the stock's own work. In the process of the test only.
 */
import { findWorkers } from '../../src/workers/host/registry';
import type { JobContext } from '../../src/workers/contract';
import type { WorkerServices } from '../../src/workers/services';
import type { Scenario, Step, StockChange } from '../processes/scenario';

type Race = Extract<Step, { beforeJobOf: string }>;

/** The rival's case; no instance has this key. */
const OTHER_CASE = '1';

async function take({ stock }: WorkerServices, wanted: StockChange, jobKey: string): Promise<void> {
  const reserved = await stock.reserve({
    jobKey: `rival-of-${jobKey}`,
    processInstanceKey: OTHER_CASE,
    article: wanted.article,
    quantity: wanted.quantity,
    cleAttente: OTHER_CASE,
  });
  if (reserved.outcome === 'SHORT') {
    throw new Error(
      `Expected ${wanted.quantity} ${wanted.article} to take, but there are ${reserved.available}`,
    );
  }
  await stock.issue(reserved.reservationId);
}

export interface Rivals {
  /** Throws when one of them did not strike. */
  disarm(): void;
}

/** Each strikes once, at the first job of its step. `isCase` says whether a job belongs to the case. */
export function armRivals(scenario: Scenario, isCase: (processInstanceKey: string) => boolean): Rivals {
  const waiting = new Set(scenario.steps.filter((step): step is Race => 'beforeJobOf' in step));
  if (waiting.size === 0) return { disarm: () => undefined };
  const restore = findWorkers().flatMap((worker) => {
    const handle = worker.handle?.bind(worker);
    if (handle === undefined) return [];
    worker.handle = async (input: unknown, job: JobContext, services: WorkerServices) => {
      for (const race of waiting) {
        if (job.elementId !== race.beforeJobOf || !isCase(job.processInstanceKey)) continue;
        waiting.delete(race);
        await take(services, race.stockExit, job.jobKey);
      }
      return handle(input, job, services);
    };
    return [() => void (worker.handle = handle)];
  });
  return {
    disarm() {
      for (const undo of restore) undo();
      if (waiting.size > 0)
        throw new Error(`Expected jobs of ${[...waiting].map((race) => race.beforeJobOf).join()}`);
    },
  };
}
