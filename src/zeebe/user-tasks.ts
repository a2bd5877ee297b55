/** User tasks that the engine keeps itself: Zeebe has no gRPC call for them, only its REST API. */
import { z } from 'zod';
import { EngineNotFoundError, EngineRejectedError, EngineUnavailableError } from './errors';

type Variables = Readonly<Record<string, unknown>>;

export interface RestAccess {
  /** http://host:port */
  readonly address: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** Rejects as the other calls do. */
export interface UserTaskCalls {
  /** Gives it to somebody; `override: false` refuses (FAILED_PRECONDITION) while somebody else has it. */
  assignUserTask(key: string, assignee: string, options?: { readonly override?: boolean }): Promise<void>;
  unassignUserTask(key: string): Promise<void>;
  completeUserTask(key: string, variables?: Variables): Promise<void>;
}

const problem = z.object({ title: z.string().default(''), detail: z.string().default('') });
const REJECTION = /^Command '\w+' rejected with code '\w+': ([^]*)$/;

async function refusal(response: Response): Promise<Error> {
  const parsed = problem.safeParse(await response.json().catch(() => ({})));
  const text =
    parsed.data?.detail || `Expected the engine to take the call, but got ${String(response.status)}`;
  const reason = REJECTION.exec(text)?.[1] ?? text;
  if (response.status === 404) return new EngineNotFoundError(reason, text);
  if (response.status === 409) return new EngineRejectedError('FAILED_PRECONDITION', reason, text);
  if (response.status === 401 || response.status === 403)
    return new EngineRejectedError('UNAUTHENTICATED', reason, text);
  if (response.status < 500) return new EngineRejectedError('INVALID_ARGUMENT', reason, text);
  return new EngineUnavailableError('UNAVAILABLE', text, response.status === 504);
}

/** Failures before anything was sent. */
function wasNotSent(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(String(cause?.code));
}

export function createUserTaskCalls(access: RestAccess | undefined, limitMillis: number): UserTaskCalls {
  async function call(method: string, key: string, tail: string, body?: object): Promise<void> {
    if (access === undefined) {
      throw new EngineUnavailableError(
        'UNAVAILABLE',
        'Expected to know the REST address of the engine, but ZEEBE_REST_ADDRESS is not set',
        false,
      );
    }
    const { address, credentials } = access;
    const authorization =
      credentials &&
      `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
    let response: Response;
    try {
      response = await fetch(`${address.replace(/\/$/u, '')}/v1/user-tasks/${key}/${tail}`, {
        method,
        headers: {
          accept: 'application/json, application/problem+json',
          ...(body && { 'content-type': 'application/json' }),
          ...(authorization && { authorization }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(limitMillis),
      });
    } catch (error) {
      const text = `Expected an answer of the engine's REST API at ${address}, but none came; check ZEEBE_REST_ADDRESS`;
      throw new EngineUnavailableError('UNAVAILABLE', text, !wasNotSent(error), { cause: error });
    }
    if (!response.ok) throw await refusal(response);
  }

  return {
    assignUserTask: (key, assignee, { override = true } = {}) =>
      call('POST', key, 'assignment', { assignee, allowOverride: override }),
    unassignUserTask: (key) => call('DELETE', key, 'assignee'),
    completeUserTask: (key, variables = {}) => call('POST', key, 'completion', { variables }),
  };
}
