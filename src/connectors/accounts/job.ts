/** The job that an account is made for, and the mark that what it made carries outside. */

export interface AccountJob {
  /** Idempotency key. */
  readonly jobKey: string;
  readonly processInstanceKey: string;
}

/** Written into one attribute of what the job makes: found there, it is known to be the job's own. */
export const markOf = ({ jobKey }: AccountJob): string => `logigramme:${jobKey}`;
