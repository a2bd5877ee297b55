/** Archives a case, once the read model shows it as far as the job that archives it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { CaseHistory } from '../../documents/history';
import { TemporaryFailure, type JobContext } from '../contract';
import type { WorkerServices } from '../services';

/** The read model follows the engine by milliseconds; by seconds behind a busy cluster. */
const longestWaitMillis = 15_000;
const lookEveryMillis = 50;

export async function archiveCase(
  job: JobContext,
  caseNumber: string | null,
  services: Pick<WorkerServices, 'documents' | 'caseHistory' | 'caseWords'>,
): Promise<{ readonly id: string }> {
  const known = await services.documents.archiveOf(job.jobKey);
  if (known !== null) return { id: known };
  const history = await historyUpTo(job, services.caseHistory);
  return services.documents.archiveOnce({
    jobKey: job.jobKey,
    reference: caseNumber ?? job.processInstanceKey,
    history,
    variables: job.variables,
    words: await services.caseWords(history, job.variables),
  });
}

/** Records come in order: a history that has this job's step has everything before it. */
async function historyUpTo(
  job: JobContext,
  caseHistory: WorkerServices['caseHistory'],
): Promise<CaseHistory> {
  const deadline = performance.now() + longestWaitMillis;
  for (;;) {
    const history = await caseHistory(job.processInstanceKey);
    if (history?.steps.some((step) => step.elementInstanceKey === job.elementInstanceKey)) return history;
    if (performance.now() > deadline) {
      throw new TemporaryFailure(
        'Le dossier ne peut pas encore être archivé : son historique n’est pas à jour. ' +
          'Si cela dure, vérifiez que le programme reçoit les évènements du moteur, puis relancez l’étape.',
      );
    }
    await pause(lookEveryMillis);
  }
}
