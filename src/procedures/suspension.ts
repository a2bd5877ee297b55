/** Stops a procedure from starting further cases, and lets it start some again. Cases under way go on. */
import { randomUUID } from 'node:crypto';
import { toDomainError } from '../app/engine-failure';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { describeProcess } from '../bpmn';
import { withStartsSuspended } from '../bpmn/suspend';
import { DomainError } from '../errors/catalogue';
import { hasRole, Role, type Account } from '../identity/account';
import type { ProcessDetailView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe';
import { untilDeployed } from './shown';

export interface Suspensions {
  /** Owner and admin. Throws `DomainError`: NOT_FOUND, FORBIDDEN, FORM_INVALID (no reason), CONFLICT (suspended already). */
  suspend(account: Account, bpmnProcessId: string, reason: string): Promise<ProcessDetailView>;
  /** Deploys again what was there before. */
  resume(account: Account, bpmnProcessId: string): Promise<ProcessDetailView>;
}

export interface SuspensionParts {
  readonly queries: Pick<ReadModel, 'process' | 'resourceVersions'>;
  readonly engine: Pick<ZeebeClient, 'deploy'>;
  readonly projection: ProjectionSignal;
}

const LONGEST_REASON = 500;

export function createSuspensions({ queries, engine, projection }: SuspensionParts): Suspensions {
  async function owned(account: Account, bpmnProcessId: string): Promise<ProcessDetailView> {
    if (!hasRole(account, Role.ADMIN, Role.OWNER)) {
      throw new DomainError(
        'FORBIDDEN',
        'Seul un propriétaire de procédures ou un administrateur suspend ou reprend les démarrages.',
      );
    }
    const process = await queries.process(bpmnProcessId);
    if (process !== null) return process;
    throw new DomainError('NOT_FOUND', `Aucune procédure ne porte l’identifiant « ${bpmnProcessId} ».`);
  }

  async function deploy(bpmnProcessId: string, content: string): Promise<ProcessDetailView> {
    try {
      const deployment = await engine.deploy([{ name: `${bpmnProcessId}.bpmn`, content }]);
      await untilDeployed({ queries, projection }, [deployment]);
    } catch (error) {
      throw toDomainError(error, () => new DomainError('CONFLICT', 'Le moteur a refusé cette version.'));
    }
    const process = await queries.process(bpmnProcessId);
    if (process === null) throw new Error(`Expected process '${bpmnProcessId}' after its deployment`);
    return process;
  }

  /** The latest version that was not suspended. */
  async function before(bpmnProcessId: string): Promise<string> {
    for (const { content } of await queries.resourceVersions('process', bpmnProcessId)) {
      if ((await describeProcess(content, bpmnProcessId)).suspension === '') return content;
    }
    throw new DomainError(
      'CONFLICT',
      'Aucune version d’avant la suspension n’est connue. Publiez la procédure depuis l’atelier.',
    );
  }

  return {
    async suspend(account, bpmnProcessId, reason) {
      const process = await owned(account, bpmnProcessId);
      const why = reason.trim().slice(0, LONGEST_REASON);
      if (why === '') {
        throw new DomainError('FORM_INVALID', 'Dites pourquoi les démarrages sont suspendus.', {
          errors: [{ field: 'reason', label: 'Raison', message: 'Une raison est attendue.' }],
        });
      }
      if (process.suspension !== null) {
        throw new DomainError('CONFLICT', 'Les démarrages de cette procédure sont déjà suspendus.');
      }
      const suspended = { reason: why, nonce: randomUUID() };
      return deploy(bpmnProcessId, await withStartsSuspended(process.bpmnXml, bpmnProcessId, suspended));
    },
    async resume(account, bpmnProcessId) {
      const process = await owned(account, bpmnProcessId);
      if (process.suspension === null) {
        throw new DomainError('CONFLICT', 'Les démarrages de cette procédure ne sont pas suspendus.');
      }
      return deploy(bpmnProcessId, await before(bpmnProcessId));
    },
  };
}
