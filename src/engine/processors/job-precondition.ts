import type { Rejection } from '../failure';
import type { Job, JobStatus } from '../state/job-state';

/** The job, when it is in one of the states; else why not. @param verb as in "Expected to complete job …" */
export function checkJob(
  verb: string,
  key: number,
  job: Job | undefined,
  states: readonly JobStatus[] = ['ACTIVATABLE', 'ACTIVATED'],
): Job | Rejection {
  if (job === undefined) {
    return {
      type: 'NOT_FOUND',
      reason: `Expected to ${verb} job with key '${key}', but no such job was found`,
    };
  }
  if (states.includes(job.status)) return job;
  const reason = `Expected to ${verb} job with key '${key}', but it is in state '${job.status}'`;
  return { type: 'INVALID_STATE', reason };
}
