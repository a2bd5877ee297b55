/** Sends a form's variables and says what became of it. Never throws. */
import type { Variables } from './draft';

export interface WrongField {
  readonly field: string;
  readonly label: string;
  readonly message: string;
}

export type Outcome =
  | { readonly kind: 'done'; readonly next: string }
  | { readonly kind: 'invalid'; readonly detail: string; readonly errors: readonly WrongField[] }
  /** Final: sending the same again will not help. */
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'signedOut' }
  /** No answer, or the server cannot now: sending again may help. */
  | { readonly kind: 'unreachable'; readonly detail: string };

const limitMillis = 30_000;

interface Problem {
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: readonly WrongField[];
}

async function problemOf(response: Response): Promise<Problem> {
  return (await response.json().catch(() => ({}))) as Problem;
}

/** `attemptKey` names one intention: a second sending of it does nothing twice. */
export async function send(action: string, variables: Variables, attemptKey: string): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch(action, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'Idempotency-Key': attemptKey,
      },
      body: JSON.stringify({ variables }),
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMillis),
    });
  } catch {
    return { kind: 'unreachable', detail: '' };
  }
  if (response.type === 'opaqueredirect' || response.status === 401) return { kind: 'signedOut' };
  if (response.ok) {
    const { next } = (await response.json()) as { next: string };
    return { kind: 'done', next };
  }
  const problem = await problemOf(response);
  const detail = problem.detail ?? problem.title ?? '';
  if (response.status === 422) return { kind: 'invalid', detail, errors: problem.errors ?? [] };
  if (response.status >= 500 || response.status === 429) return { kind: 'unreachable', detail };
  return { kind: 'refused', detail };
}
