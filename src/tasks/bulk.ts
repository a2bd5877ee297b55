/** One action on many tasks: each is done or refused for itself. */
import { DomainError } from '../errors/catalogue';
import type { Account } from '../identity/account';
import type { Tasks } from './tasks';

export const bulkActions = ['claim', 'assign', 'unclaim'] as const;
export type BulkAction = (typeof bulkActions)[number];

export interface BulkRequest {
  readonly action: BulkAction;
  readonly keys: readonly string[];
  /** Of `assign`. */
  readonly assignee?: string | undefined;
  readonly note?: string | undefined;
}

export interface BulkProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
}

export interface BulkResult {
  readonly key: string;
  readonly done: boolean;
  readonly problem: BulkProblem | null;
}

function problemOf({ title, status, message, code }: DomainError): BulkProblem {
  return { type: 'about:blank', title, status, detail: message, code };
}

/** In the order of the keys, a repeated one once. @throws DomainError FORM_INVALID */
export async function workInBulk(
  tasks: Pick<Tasks, 'claim' | 'assign' | 'unclaim'>,
  account: Account,
  { action, keys, assignee, note }: BulkRequest,
): Promise<readonly BulkResult[]> {
  if (action === 'assign' && !assignee) {
    const message = 'Choisissez la personne à qui confier ces tâches.';
    throw new DomainError('FORM_INVALID', message, {
      errors: [{ field: 'assignee', label: 'Personne', message }],
    });
  }
  const work = (key: string): Promise<unknown> => {
    if (action === 'assign') return tasks.assign(account, key, assignee ?? '', note);
    return action === 'claim' ? tasks.claim(account, key) : tasks.unclaim(account, key, note);
  };
  const results: BulkResult[] = [];
  for (const key of new Set(keys)) {
    try {
      await work(key);
      results.push({ key, done: true, problem: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      results.push({ key, done: false, problem: problemOf(error) });
    }
  }
  return results;
}
