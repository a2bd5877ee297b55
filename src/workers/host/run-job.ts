/** One job, from its variables to its outcome. Never rejects. */
import type { Logger } from '../../kit/logger';
import type { ActivatedJob, JobOutcome } from '../../zeebe';
import { withPlainNumbers } from '../../json';
import { BpmnError, type JobContext } from '../contract';
import type { Worker, WorkerServices } from '../services';
import { backOffMillis } from './back-off';
import { explainVariables, isExplained } from './explain';
import { requirePermission } from './permission';

/** An engine cuts longer messages off, or refuses them. */
const longestMessage = 4_000;
/** An outside system may ask for a pause, but not forever. */
const longestAskedPauseMillis = 60 * 60_000;

export async function runJob(
  worker: Worker,
  job: ActivatedJob,
  services: WorkerServices,
  logger: Logger,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const exact = worker.input.safeParse(job.variables);
  // `1.0` is as good as 1 where a JavaScript number is asked for.
  const input = exact.success ? exact : worker.input.safeParse(withPlainNumbers(job.variables));
  if (!input.success) return incident(explainVariables(worker.type, input.error, job.variables));
  try {
    await requirePermission(worker, job, input.data, services, signal);
    const result = await worker.handle?.(input.data, contextOf(job, signal), services);
    const output = worker.output.safeParse(result);
    if (output.success) return { kind: 'complete', variables: asVariables(output.data) };
    logger.error(
      { jobType: job.type, jobKey: job.key, issues: output.error.issues },
      'worker broke its contract',
    );
    return bug(
      worker,
      `résultat inattendu (${output.error.issues.map((issue) => issue.path.join('.')).join(', ')})`,
    );
  } catch (error) {
    return outcomeOfError(worker, job, error, logger);
  }
}

function contextOf(job: ActivatedJob, signal: AbortSignal): JobContext {
  return {
    jobKey: job.key,
    processInstanceKey: job.processInstanceKey,
    bpmnProcessId: job.bpmnProcessId,
    elementId: job.elementId,
    elementInstanceKey: job.elementInstanceKey,
    headers: job.customHeaders,
    retries: job.retries,
    variables: job.variables,
    signal,
  };
}

function asVariables(output: unknown): Readonly<Record<string, unknown>> {
  return typeof output === 'object' && output !== null ? (output as Readonly<Record<string, unknown>>) : {};
}

function outcomeOfError(worker: Worker, job: ActivatedJob, error: unknown, logger: Logger): JobOutcome {
  const about = {
    jobType: job.type,
    jobKey: job.key,
    processInstanceKey: job.processInstanceKey,
    err: error,
  };
  if (error instanceof BpmnError) {
    if (worker.errors.some((declared) => declared.code === error.code)) return thrown(error);
    logger.error(about, 'worker raised a BPMN error that it does not declare');
    return bug(worker, `erreur BPMN « ${error.code} » non déclarée`);
  }
  logger.warn(about, 'job failed');
  const message = isExplained(error) ? error.message : unexpected(worker, error);
  if (isExplained(error) && !error.retryable) return incident(message);
  if (isExplained(error) && error.outage === true) return hold(job, message, error.retryAfterMillis);
  return tryAgain(job, message, isExplained(error) ? error.retryAfterMillis : undefined);
}

/** What comes next by itself, or who has to do what; a message with a remedy of its own keeps that. */
function withNext(message: string, retries: number): string {
  const said = message.slice(0, longestMessage - 200);
  if (retries > 0) return `${said}\nUn nouvel essai aura lieu de lui-même.`;
  if (/relanc/u.test(message)) return said;
  return `${said}\nTous les essais ont échoué, rien n’est perdu : une fois le problème réglé, relancez l’étape.`;
}

/** One retry less; without any left an incident. */
export function tryAgain(job: ActivatedJob, message: string, afterMillis?: number): JobOutcome {
  const retries = Math.max(0, job.retries - 1);
  const pause = backOffMillis(retries);
  return {
    kind: 'fail',
    errorMessage: withNext(message, retries),
    retries,
    retryBackoffMillis:
      retries === 0 ? 0 : Math.max(pause, Math.min(afterMillis ?? 0, longestAskedPauseMillis)),
  };
}

/** The retries stay as they are: the step goes on by itself once the outage is over. */
function hold(job: ActivatedJob, message: string, afterMillis = 0): JobOutcome {
  const retries = Math.max(1, job.retries);
  return {
    kind: 'fail',
    errorMessage: withNext(message, retries),
    retries,
    retryBackoffMillis: Math.max(backOffMillis(retries), Math.min(afterMillis, longestAskedPauseMillis)),
  };
}

function thrown(error: BpmnError): JobOutcome {
  return {
    kind: 'error',
    errorCode: error.code,
    errorMessage: error.message.slice(0, longestMessage),
    variables: error.variables,
  };
}

function unexpected(worker: Worker, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return (
    `L’étape automatique « ${worker.type} » a rencontré un problème technique : ${said}\n` +
    'Elle peut être relancée ; si le problème persiste, transmettez ce message à l’administrateur.'
  );
}

function bug(worker: Worker, what: string): JobOutcome {
  return incident(
    `L’étape automatique « ${worker.type} » ne respecte pas son contrat : ${what}. ` +
      'C’est un défaut du programme : transmettez ce message à l’administrateur.',
  );
}

function incident(message: string): JobOutcome {
  return { kind: 'fail', errorMessage: message.slice(0, longestMessage), retries: 0, retryBackoffMillis: 0 };
}
