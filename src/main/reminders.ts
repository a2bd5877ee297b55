/** « A task waits for you »: the mail that a manager's reminder sends. */
import { randomUUID } from 'node:crypto';
import type { Mailer } from '../mail/out/mailer';
import type { Reminder } from '../tasks/tasks';

export function createReminders({ queue }: Pick<Mailer, 'queue'>) {
  return async ({ task, by, to }: Reminder): Promise<void> => {
    for (const { email, displayName } of to) {
      if (email === null) continue;
      await queue({
        jobKey: `relance-${task.key}-${randomUUID()}`,
        processInstanceKey: task.processInstanceKey,
        template: 'tache-relance',
        to: email,
        data: {
          destinataire: displayName,
          responsable: by.displayName,
          tache: task.name,
          procedure: task.processName,
          numeroDossier: task.caseNumber ?? 'sans numéro',
        },
      });
    }
  };
}
