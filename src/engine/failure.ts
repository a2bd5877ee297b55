/** What went wrong in a process instance, by the process's fault: it becomes an incident. */
import type { ErrorType } from './values';

export class Failure {
  constructor(
    readonly message: string,
    readonly errorType: ErrorType,
    /** Scope whose variables must change to resolve it; the element instance itself when absent. */
    readonly variableScopeKey?: number,
  ) {}
}

/** Why a command is refused, by the caller's fault. */
export interface Rejection {
  readonly type: 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'ALREADY_EXISTS' | 'INVALID_STATE' | 'PROCESSING_ERROR';
  readonly reason: string;
}
