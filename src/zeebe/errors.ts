/** What can go wrong when the engine is asked something; the only errors that `src/zeebe` lets out. */

/** Names of the gRPC statuses, by number. */
const STATUS_NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;
export type GrpcStatusName = (typeof STATUS_NAMES)[number];

/** Parent of the three: `code` is the gRPC status, `reason` the engine's text without its prefix. */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
  constructor(
    readonly code: GrpcStatusName,
    readonly reason: string,
    /** The engine's whole text. */
    message: string = reason,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The job, instance, incident, process… with that key or id is not there (any more). */
export class EngineNotFoundError extends EngineError {
  override readonly name = 'EngineNotFoundError';
  constructor(reason: string, message?: string, options?: ErrorOptions) {
    super('NOT_FOUND', reason, message, options);
  }
}

/** The engine understood and refused: bad argument, wrong state, duplicate, not implemented, internal error. */
export class EngineRejectedError extends EngineError {
  override readonly name = 'EngineRejectedError';
}

/** The engine could not be reached, is starting, is overloaded or did not answer in time. */
export class EngineUnavailableError extends EngineError {
  override readonly name = 'EngineUnavailableError';
  constructor(
    code: GrpcStatusName,
    reason: string,
    /** True when the command may have been carried out although no answer came. */
    readonly outcomeUnknown: boolean,
    options?: ErrorOptions,
  ) {
    super(code, reason, reason, options);
  }
}

interface GrpcFailure {
  readonly code: number;
  readonly message: string;
}

export function isGrpcFailure(error: unknown): error is GrpcFailure {
  return error instanceof Error && 'code' in error && typeof error.code === 'number';
}

export function statusName(code: number): GrpcStatusName {
  return STATUS_NAMES[code] ?? 'UNKNOWN';
}

const REJECTION = /^Command '\w+' rejected with code '\w+': ([^]*)$/;

/** The engine's text: a gRPC error's message without its "5 NOT_FOUND: " prefix. */
function textOf(error: GrpcFailure): string {
  const prefix = `${error.code} ${statusName(error.code)}: `;
  return error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
}

/** Failures of the connection before anything was sent, and refusals before anything was done. */
const NOT_CARRIED_OUT = /^(No connection established|Name resolution failed|Expected to )/;

export function isTransient(error: unknown): boolean {
  return isGrpcFailure(error) && ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'].includes(statusName(error.code));
}

/** True when the engine certainly did nothing, so that asking again cannot do it twice. */
export function wasNotCarriedOut(error: unknown): boolean {
  if (!isGrpcFailure(error)) return false;
  return statusName(error.code) === 'RESOURCE_EXHAUSTED' || NOT_CARRIED_OUT.test(textOf(error));
}

/** Any failure of a call to the gateway → one of the typed errors; other errors are bugs and stay as they are. */
export function toEngineError(error: unknown): unknown {
  if (!isGrpcFailure(error)) return error;
  const code = statusName(error.code);
  const text = textOf(error);
  const reason = REJECTION.exec(text)?.[1] ?? text;
  switch (code) {
    case 'NOT_FOUND':
      return new EngineNotFoundError(reason, text, { cause: error });
    case 'UNAVAILABLE':
    case 'RESOURCE_EXHAUSTED':
    case 'DEADLINE_EXCEEDED':
    case 'CANCELLED':
      return new EngineUnavailableError(code, text, !wasNotCarriedOut(error), { cause: error });
    default:
      return new EngineRejectedError(code, reason, text, { cause: error });
  }
}
