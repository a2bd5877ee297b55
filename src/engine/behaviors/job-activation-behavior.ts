/** A job that became activatable: pushed to a stream of its type, else announced to those who poll. */
import type { JobStreams } from '../job-streams';
import type { StateView } from '../state/engine-state';
import type { JobValue } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { Writers } from '../writers';

export class JobActivationBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly streams: JobStreams,
  ) {}

  publish(jobKey: number): void {
    const job = this.state.jobs.get(jobKey);
    if (job?.status !== 'ACTIVATABLE') return;
    const stream = this.streams.next(job.value.type);
    if (stream === undefined) {
      this.writers.jobsAvailable(job.value.type);
      return;
    }
    const { type, worker, timeout, fetchVariables } = stream.properties;
    const activated: JobValue = { ...job.value, deadline: this.writers.now + timeout, worker };
    this.writers.event('JOB_BATCH', 'ACTIVATED', this.writers.nextKey(), {
      type,
      worker,
      timeout,
      maxJobsToActivate: 1,
      jobKeys: [jobKey],
      jobs: [activated],
      variables: fetchVariables,
      truncated: false,
      tenantIds: [DEFAULT_TENANT],
    });
    const variables = this.state.variables.document(activated.elementInstanceKey, fetchVariables);
    this.writers.push(stream, { key: jobKey, value: { ...activated, variables } });
  }
}
