/** The one map from what went wrong to a gRPC status. Statuses and texts are those of Zeebe's gateway. */
import { status } from '@grpc/grpc-js';
import {
  EngineOverloadedError,
  EngineOutcomeUnknownError,
  EngineUnavailableError,
  type CommandResponse,
  type EngineStatus,
} from '../engine/api';
import type { RejectionType } from '../protocol/records';

export type StatusName = keyof typeof status;

/** Answers the call with a status; `message` is the text that the client sees. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  constructor(
    readonly status: StatusName,
    message: string,
  ) {
    super(message);
  }
}

export const STATUS_OF_REJECTION = {
  INVALID_ARGUMENT: 'INVALID_ARGUMENT',
  NOT_FOUND: 'NOT_FOUND',
  ALREADY_EXISTS: 'ALREADY_EXISTS',
  INVALID_STATE: 'FAILED_PRECONDITION',
  PROCESSING_ERROR: 'INTERNAL',
  EXCEEDED_BATCH_RECORD_SIZE: 'UNKNOWN',
  NULL_VAL: 'UNKNOWN',
} as const satisfies Record<RejectionType, StatusName>;

type Rejection = Extract<CommandResponse, { kind: 'rejection' }>;

export function rejected({ intent, type, reason }: Rejection): GatewayError {
  const text = `Command '${intent}' rejected with code '${type}': ${reason}`;
  return new GatewayError(STATUS_OF_REJECTION[type], text);
}

/** UNAVAILABLE makes clients try again, for ever: right while another state can follow, wrong for a failure. */
export const STATUS_OF_STATE = {
  STARTING: ['UNAVAILABLE', 'it is still starting; try again'],
  STANDBY: ['UNAVAILABLE', 'it is a standby of another engine on the same database; try again'],
  RECOVERING: ['UNAVAILABLE', 'its database failed and it is loading its state anew; try again'],
  STOPPED: ['UNAVAILABLE', 'it has stopped'],
  FAILED: ['INTERNAL', 'it has failed; look at its log and start it again'],
} as const satisfies Record<Exclude<EngineStatus['state'], 'PROCESSING'>, readonly [StatusName, string]>;

/** Why the engine takes no command in that state; undefined when it does. */
export function notProcessing(state: EngineStatus['state']): GatewayError | undefined {
  if (state === 'PROCESSING') return undefined;
  const [name, text] = STATUS_OF_STATE[state];
  return new GatewayError(name, `Expected to reach the engine, but ${text}`);
}

export function timedOut(command: string, millis: number): GatewayError {
  const text = `Time out between gateway and broker: Request ${command} timed out in PT${millis / 1000}S`;
  return new GatewayError('DEADLINE_EXCEEDED', text);
}

/** Whatever was thrown while a request was handled. */
export function toGatewayError(error: unknown, state: EngineStatus['state']): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof EngineOverloadedError) return new GatewayError('RESOURCE_EXHAUSTED', error.message);
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof EngineOutcomeUnknownError) return new GatewayError('UNAVAILABLE', text);
  if (error instanceof EngineUnavailableError)
    return notProcessing(state) ?? new GatewayError('UNAVAILABLE', text);
  const internal = `Unexpected error occurred during the request processing: ${text}`;
  return notProcessing(state) ?? new GatewayError('INTERNAL', internal);
}

/** Trailers travel as headers, which peers limit. */
const LONGEST_DETAILS = 7000;

/** Half a surrogate pair has no UTF-8: the transport would throw on it. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** What grpc-js sends. */
export function toServiceError(error: GatewayError): { code: number; details: string } {
  const cut = error.message.length > LONGEST_DETAILS;
  const details = cut ? `${error.message.slice(0, LONGEST_DETAILS)}… (cut)` : error.message;
  return { code: status[error.status], details: wellFormed(details) };
}
