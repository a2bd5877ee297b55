/** One instance with many elements at once, a job each. */
import type { ZBClient } from 'zeebe-node';
import { multiInstanceResources } from './processes';

const ELEMENTS_A_MESSAGE = 500;

export class MultiInstances {
  private deployed = false;
  private answered: (() => void) | undefined;

  constructor(private readonly client: ZBClient) {}

  async run(bpmnProcessId: string, elements: number) {
    if (!this.deployed) await this.prepare();
    const items = Array.from({ length: elements }, (_, index) => index);
    let remaining = elements;
    const done = new Promise<void>((resolve) => {
      this.answered = () => {
        remaining -= 1;
        if (remaining === 0) resolve();
      };
    });
    const began = performance.now();
    await this.client.createProcessInstance({ bpmnProcessId, variables: { items } });
    await done;
    return { elapsed: performance.now() - began, latencies: [] };
  }

  private async prepare() {
    for (const { name, content } of multiInstanceResources) {
      await this.client.deployResource({ name, process: Buffer.from(content) });
    }
    this.client.createWorker({
      taskType: 'multi-work',
      maxJobsToActivate: ELEMENTS_A_MESSAGE,
      fetchVariable: ['item'],
      pollInterval: 5,
      taskHandler: async (job) => {
        const answer = await job.complete();
        this.answered?.();
        return answer;
      },
    });
    this.deployed = true;
  }
}
