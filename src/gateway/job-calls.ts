/** The two calls that answer with a stream of jobs: ActivateJobs, which polls, and StreamActivatedJobs, which waits. */
import type { handleServerStreamingCall, ServerWritableStream, UntypedHandleCall } from '@grpc/grpc-js';
import { GatewayError } from './errors';
import type { JobStreamHub, StreamClient } from './job-streams';
import type { JobReceiver, LongPolling } from './long-polling';
import type { ActivatedJob, ActivateJobsRequest, StreamActivatedJobsRequest } from './messages';
import { checkTenant, DEFAULT_TENANT } from './request';

export interface JobCallParts {
  readonly longPolling: LongPolling;
  readonly jobStreams: JobStreamHub;
  /** What to send for an error. */
  report(error: unknown, rpc: string): object;
}

type PollCall = ServerWritableStream<ActivateJobsRequest, { jobs: readonly ActivatedJob[] }>;
type StreamCall = ServerWritableStream<StreamActivatedJobsRequest, ActivatedJob>;

function poll(call: PollCall, { longPolling, report }: JobCallParts): void {
  const { request } = call;
  for (const tenantId of request.tenantIds) checkTenant('ActivateJobs', tenantId);
  const receiver: JobReceiver = {
    send(jobs) {
      if (call.cancelled || call.destroyed) return false;
      call.write({ jobs });
      return true;
    },
    end: () => call.end(),
    fail: (error) => call.emit('error', report(error, 'ActivateJobs')),
  };
  const leave = longPolling.activate(
    {
      type: request.type,
      worker: request.worker,
      timeout: Number(request.timeout),
      maxJobsToActivate: request.maxJobsToActivate,
      variables: request.fetchVariable,
      tenantIds: [DEFAULT_TENANT],
    },
    receiver,
    Number(request.requestTimeout),
  );
  call.on('cancelled', leave);
}

/** Bytes under way to a client above which it is not ready for more, as for Zeebe's gateway. */
const READY_BELOW_BYTES = 32 * 1024;

function clientOf(call: StreamCall): StreamClient {
  let underWay = 0;
  return {
    push(job) {
      if (call.cancelled || call.destroyed || underWay >= READY_BELOW_BYTES) return false;
      const bytes = Buffer.byteLength(job.variables) + Buffer.byteLength(job.customHeaders);
      underWay += bytes;
      call.write(job, () => (underWay -= bytes));
      return true;
    },
    end: () => call.end(),
  };
}

function refuse(what: string, expected: string, actual: string): GatewayError {
  const text = `Expected to stream activated jobs with ${what} to be ${expected}, but it was ${actual}`;
  return new GatewayError('INVALID_ARGUMENT', text);
}

function stream(call: StreamCall, { jobStreams }: JobCallParts): void {
  const { type, worker, timeout, fetchVariable, tenantIds } = call.request;
  for (const tenantId of tenantIds) checkTenant('StreamActivatedJobs', tenantId);
  if (type.trim() === '') throw refuse('type', 'present', 'blank');
  if (Number(timeout) < 1) throw refuse('timeout', 'greater than zero', timeout);
  const properties = { type, worker, timeout: Number(timeout), fetchVariables: fetchVariable };
  const leave = jobStreams.open(properties, clientOf(call));
  call.on('cancelled', leave);
}

function handler<Call>(
  rpc: string,
  handle: (call: Call, parts: JobCallParts) => void,
  parts: JobCallParts,
): UntypedHandleCall {
  const handled: handleServerStreamingCall<object, object> = (call) => {
    try {
      handle(call as Call, parts);
    } catch (error) {
      call.emit('error', parts.report(error, rpc));
    }
  };
  return handled as UntypedHandleCall;
}

export function jobCalls(parts: JobCallParts): Record<string, UntypedHandleCall> {
  return {
    ActivateJobs: handler<PollCall>('ActivateJobs', poll, parts),
    StreamActivatedJobs: handler<StreamCall>('StreamActivatedJobs', stream, parts),
  };
}
