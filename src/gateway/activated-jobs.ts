/** Jobs of an activation → what the client gets, within the size of one message. */
import { printDocument, printHeaders } from './document';
import type { ActivatedJob } from './messages';
import { DEFAULT_TENANT } from './request';
import type { JobBatchValue, JobValue } from './values';

export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** More than the fixed fields of a job ever take, ids included. */
const FIXED_JOB_BYTES = 4096;

export interface Leased {
  readonly key: number;
  readonly retries: number;
}

export interface Delivery {
  readonly jobs: readonly ActivatedJob[];
  /** Activated, but too much for one message together with the others. */
  readonly deferred: readonly Leased[];
  /** Too big for any message. */
  readonly oversized: readonly Leased[];
}

export function toActivatedJob(key: number, job: JobValue): ActivatedJob {
  return {
    key,
    type: job.type,
    processInstanceKey: job.processInstanceKey,
    bpmnProcessId: job.bpmnProcessId,
    processDefinitionVersion: job.processDefinitionVersion,
    processDefinitionKey: job.processDefinitionKey,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    customHeaders: printHeaders(job.customHeaders),
    worker: job.worker,
    retries: job.retries,
    deadline: job.deadline,
    variables: printDocument(job.variables),
    tenantId: job.tenantId ?? DEFAULT_TENANT,
  };
}

function sizeOf(job: ActivatedJob): number {
  return FIXED_JOB_BYTES + Buffer.byteLength(job.variables) + Buffer.byteLength(job.customHeaders);
}

export function toDelivery({ jobKeys, jobs }: JobBatchValue): Delivery {
  const fitting: ActivatedJob[] = [];
  const deferred: Leased[] = [];
  const oversized: Leased[] = [];
  let bytes = 0;
  jobs.forEach((value, index) => {
    const key = jobKeys[index];
    if (key === undefined) return;
    const job = toActivatedJob(key, value);
    const size = sizeOf(job);
    if (size > MAX_MESSAGE_BYTES) oversized.push({ key, retries: value.retries });
    else if (bytes + size > MAX_MESSAGE_BYTES) deferred.push({ key, retries: value.retries });
    else {
      bytes += size;
      fitting.push(job);
    }
  });
  return { jobs: fitting, deferred, oversized };
}
