/** The default password of an account that a job makes or changes: given to the account, never to the case. */
import { z } from 'zod';
import type { PasswordConnector } from '../../passwords/rows';
import type { JobContext } from '../contract';
import type { WorkerServices } from '../services';

/** What the case learns: that there is one to be seen, and until when. People who do the step by hand hand it over themselves. */
export const passwordOutputs = {
  motDePasseAVoir: z.boolean().optional().meta({ automatic: true }),
  motDePasseExpire: z.iso.date().optional().meta({ automatic: true }),
};

export interface PasswordOwner {
  /** French: what the account opens. */
  readonly system: string;
  readonly connector: PasswordConnector;
  readonly person: string;
  readonly mail: string | undefined;
}

type Services = Pick<WorkerServices, 'passwords'>;

/** Groups of the task header `passwordGroups`, else those that do the step by hand. */
const groupsOf = ({ headers }: JobContext): string[] =>
  (headers['passwordGroups'] ?? headers['candidateGroups'] ?? '')
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');

/** Null: an earlier attempt has published it, so the account has it. */
export function preparePassword(
  job: JobContext,
  owner: PasswordOwner,
  { passwords }: Services,
): Promise<string | null> {
  const reference = job.variables['numeroDossier'];
  return passwords.prepare({
    jobKey: job.jobKey,
    processInstanceKey: job.processInstanceKey,
    reference: typeof reference === 'string' ? reference : job.processInstanceKey,
    ...owner,
    groups: groupsOf(job),
  });
}

/** `account`: its name, as people type it. */
export async function publishPassword(job: JobContext, account: string, { passwords }: Services) {
  const { expiresAt } = await passwords.publish(job.jobKey, account);
  return { motDePasseAVoir: true, motDePasseExpire: expiresAt.toISOString().slice(0, 10) };
}
