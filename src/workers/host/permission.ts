/**
 * Whether a job may use its connector: its procedure, and all that called it, are named for the connector; and where
 * the worker acts on an agreement, a person who may give it has completed the step that gives it. Variables prove
 * nothing: any procedure can make them.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { hasRole } from '../../identity/account';
import type { ActivatedJob } from '../../zeebe';
import { PermanentFailure, type ApprovalRule } from '../contract';
import type { JobProvenance, Worker, WorkerServices } from '../services';
import { OutageFailure } from './explain';

/** Task header: element id of the step that approves, where it is not the one of the shipped procedure. */
export const APPROVAL_HEADER = 'approval';

const lookAgainMillis = 50;
const longestLookMillis = 10_000;

/** Throws a `PermanentFailure` that says who must change what. */
export async function requirePermission(
  worker: Worker,
  job: ActivatedJob,
  input: unknown,
  services: WorkerServices,
  signal: AbortSignal,
): Promise<void> {
  if (worker.connector === undefined) return;
  const allowed = services.connectors.procedures[worker.connector];
  // Refused without asking, so that a read model that lags never hides it.
  if (!allowed.includes(job.bpmnProcessId)) throw notNamed(worker, job.bpmnProcessId);
  const chain = await whenShown(job, services, signal);
  const stranger = chain.find(({ bpmnProcessId }) => !allowed.includes(bpmnProcessId));
  if (stranger !== undefined) throw notNamed(worker, stranger.bpmnProcessId, job.bpmnProcessId);
  const { approval } = worker;
  if (approval !== undefined && (approval.needed?.(input) ?? true)) {
    await requireApproval(approval, job, chain, services);
  }
}

async function whenShown(
  job: ActivatedJob,
  services: WorkerServices,
  signal: AbortSignal,
): Promise<JobProvenance> {
  for (let waited = 0; waited < longestLookMillis; waited += lookAgainMillis) {
    const chain = await services.provenance({ jobKey: job.key, processInstanceKey: job.processInstanceKey });
    if (chain !== null) return chain;
    await pause(lookAgainMillis, undefined, { signal });
  }
  throw new OutageFailure(
    'Le suivi des dossiers est en retard : l’étape attend qu’il montre de quel dossier elle fait partie.',
  );
}

async function requireApproval(
  { step, group }: ApprovalRule,
  job: ActivatedJob,
  chain: JobProvenance,
  services: WorkerServices,
): Promise<void> {
  const named = job.customHeaders[APPROVAL_HEADER]?.trim();
  const elementId = named === undefined || named === '' ? step : named;
  const by = await services.completedBy(chain, elementId);
  const account = by === null ? null : await services.account(by);
  if (account !== null && (account.groups.includes(group) || hasRole(account, 'admin'))) return;
  const found =
    by === null
      ? `personne n’a terminé l’étape « ${elementId} » dans ce dossier`
      : `l’étape « ${elementId} » a été terminée par « ${by} », qui n’est pas du groupe « ${group} »`;
  throw new PermanentFailure(
    `L’étape automatique « ${job.type} » attend l’accord d’un membre du groupe « ${group} », donné en terminant ` +
      `l’étape « ${elementId} » ; or ${found}. Rien n’a été fait.\n` +
      `Faites terminer cette étape par un membre du groupe « ${group} ». Si l’accord est donné par une autre étape, ` +
      `le propriétaire de la procédure « ${job.bpmnProcessId} » la nomme dans l’en-tête « ${APPROVAL_HEADER} » de l’étape « ${job.elementId} ».`,
  );
}

function notNamed(worker: Worker, stranger: string, called?: string): PermanentFailure {
  const through = called === undefined ? '' : `, qui appelle « ${called} »,`;
  return new PermanentFailure(
    `La procédure « ${stranger} »${through} n’a pas le droit d’utiliser le connecteur « ${worker.connector} » ` +
      `(étape automatique « ${worker.type} »). Rien n’a été fait.\n` +
      `Si elle doit pouvoir l’utiliser, l’administrateur ajoute « ${stranger} » à la liste « procedures: ${worker.connector}: » du ` +
      'fichier des connecteurs (CONNECTORS_FILE) et redémarre le programme ; relancez ensuite l’étape.',
  );
}
