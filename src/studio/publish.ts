/**
 * From a draft to a version in service: checks, approval by a second person where the procedure asks for it, one
 * deployment, a note in the procedure's history.
 */
import type { Knex } from 'knex';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { engineFailure } from '../app/engine-failure';
import { describeProcesses } from '../bpmn';
import { DomainError } from '../errors/catalogue';
import type { CaseMigration, MigratableCase, MovedCase } from '../cases/migrate';
import type { Account } from '../identity/account';
import { untilDeployed } from '../procedures/shown';
import { EngineRejectedError } from '../zeebe/errors';
import type { Deployer } from '../procedures/checked-deploy';
import type { Deployment } from '../zeebe/api';
import { findProblems, type CheckParts, type Problem } from './checks';
import { differenceOf, type Change } from './difference';
import { DraftState, type Drafts, type DraftFileView } from './drafts';
import { kindOf, FileKind, isForEngine } from './files';
import type { Companions } from './companions';
import type { CaseResult } from './trying';
import type { ProcedureSettings } from './settings';

export interface PublishParts extends CheckParts {
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly drafts: Drafts;
  readonly settings: ProcedureSettings;
  readonly companions: Companions;
  readonly queries: Pick<ReadModel, 'process'>;
  readonly deployer: Pick<Deployer, 'deploy'>;
  readonly projection: ProjectionSignal;
  readonly migration: CaseMigration;
  readonly replays: (id: string) => Promise<readonly CaseResult[]>;
}

export interface PublicationView {
  readonly id: string;
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly author: string;
  readonly approvedBy: string | null;
  readonly note: string;
  readonly changes: readonly string[];
  readonly publishedAt: string;
}

interface PublicationRow {
  readonly id: string;
  readonly bpmn_process_id: string;
  readonly version: number;
  readonly author: string;
  readonly approved_by: string | null;
  readonly note: string;
  readonly changes: readonly string[];
  readonly published_at: Date;
}

export interface Gate {
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  /** A second person must approve. */
  readonly needsApproval: boolean;
  /** Saved trials, done again on the draft. */
  readonly trials: readonly CaseResult[];
  /** Open cases of the procedure, with what keeps them in their version. */
  readonly running: { readonly cases: readonly MigratableCase[]; readonly more: boolean };
}

export interface PublishRequest {
  readonly note: string;
  /** Keys of the running cases that move to the new version. */
  readonly move: readonly string[];
}

const comparedOf = (files: readonly DraftFileView[]) =>
  files.map(({ name, base, content }) => ({ name, before: base, after: content }));

const movedText = ({ caseNumber, processInstanceKey, reason }: MovedCase): string => {
  const called = caseNumber ?? processInstanceKey;
  return reason === null
    ? `Dossier ${called} passé à cette version.`
    : `Dossier ${called} resté dans sa version. ${reason}`;
};

/** The diagram that holds the procedure; null: none does. */
async function diagramOf(
  files: readonly DraftFileView[],
  bpmnProcessId: string | null,
): Promise<string | null> {
  for (const { name, content } of files) {
    if (kindOf(name) !== FileKind.DIAGRAM) continue;
    const described = await describeProcesses(content).catch(() => []);
    if (described.some((one) => one.bpmnProcessId === bpmnProcessId)) return content;
  }
  return null;
}

export function createPublishing(parts: PublishParts) {
  const { knex, clock, drafts, settings, companions, deployer, projection, queries, migration } = parts;

  async function judged(id: string) {
    const { files, bpmnProcessId } = await drafts.read(id);
    const [changes, problems, needsApproval] = await Promise.all([
      differenceOf(comparedOf(files)),
      findProblems(parts, files),
      settings.needsApproval(bpmnProcessId),
    ]);
    return { changes, problems, needsApproval, files, bpmnProcessId };
  }

  async function gate(id: string): Promise<Gate> {
    const { files, bpmnProcessId, ...found } = await judged(id);
    const diagram = await diagramOf(files, bpmnProcessId);
    return {
      ...found,
      trials: await parts.replays(id),
      running:
        bpmnProcessId === null || diagram === null
          ? { cases: [], more: false }
          : await migration.candidates({ bpmnProcessId, xml: diagram }),
    };
  }

  async function expectSound(id: string) {
    const found = await judged(id);
    const errors = found.problems.filter(({ severity }) => severity === 'ERROR');
    if (errors.length > 0) {
      throw new DomainError(
        'RESOURCE_INVALID',
        `La publication est refusée, rien n’a changé : ${errors.map(({ text }) => text).join(' ')}`,
      );
    }
    return found;
  }

  async function deploy(files: readonly DraftFileView[]): Promise<Deployment> {
    const rank = ({ name }: DraftFileView) => (kindOf(name) === FileKind.DIAGRAM ? 1 : 0);
    const ordered = files.filter(isForEngine).sort((a, b) => rank(a) - rank(b));
    try {
      const { deployment } = await deployer.deploy(ordered.map(({ name, content }) => ({ name, content })));
      return deployment;
    } catch (error) {
      if (!(error instanceof EngineRejectedError)) throw engineFailure(error);
      throw new DomainError(
        'RESOURCE_INVALID',
        `La publication est refusée, rien n’a changé. ${error.reason}`,
        {
          cause: error,
        },
      );
    }
  }

  async function publishNow(
    id: string,
    from: DraftState,
    people: { readonly author: string; readonly approvedBy: string | null },
    { note, move }: PublishRequest,
  ): Promise<Deployment> {
    const { changes, files, bpmnProcessId } = await expectSound(id);
    // Closed first: of two who publish at the same moment, one is told so.
    await drafts.move(id, [from], DraftState.PUBLISHED, { note });
    try {
      const deployment = await deploy(files);
      await remember({ id, files }, deployment, people, note, changes);
      await untilDeployed({ queries, projection }, [deployment]);
      await moveCases(id, deployment, { bpmnProcessId, files, move });
      return deployment;
    } catch (error) {
      await drafts.move(id, [DraftState.PUBLISHED], from);
      throw error;
    }
  }

  /** After the version is in service: whatever becomes of a case stands in the procedure's history. */
  async function moveCases(
    id: string,
    deployment: Deployment,
    chosen: {
      readonly bpmnProcessId: string | null;
      readonly files: readonly DraftFileView[];
      readonly move: readonly string[];
    },
  ): Promise<void> {
    const { bpmnProcessId, files, move } = chosen;
    const process = deployment.processes.find((one) => one.bpmnProcessId === bpmnProcessId);
    const xml = await diagramOf(files, bpmnProcessId);
    if (process === undefined || xml === null || move.length === 0) return;
    const { processDefinitionKey } = process;
    const moved = await migration.move(
      { bpmnProcessId: process.bpmnProcessId, xml, processDefinitionKey },
      move,
    );
    const row = { draft_id: id, bpmn_process_id: process.bpmnProcessId };
    const last = await knex('publication')
      .where(row)
      .orderBy('id', 'desc')
      .first<PublicationRow | undefined>();
    if (last === undefined) return;
    const changes = JSON.stringify([...last.changes, ...moved.map(movedText)]);
    await knex('publication').where({ id: last.id }).update({ changes });
  }

  async function remember(
    { id, files }: { readonly id: string; readonly files: readonly DraftFileView[] },
    deployment: Deployment,
    { author, approvedBy }: { readonly author: string; readonly approvedBy: string | null },
    note: string,
    changes: readonly Change[],
  ): Promise<void> {
    for (const { bpmnProcessId, version } of deployment.processes) {
      const [publication] = await knex('publication')
        .insert({
          bpmn_process_id: bpmnProcessId,
          version,
          draft_id: id,
          author,
          approved_by: approvedBy,
          note,
          changes: JSON.stringify(changes.map(({ text }) => text)),
          published_at: clock(),
        })
        .returning<{ id: string }[]>('id');
      if (publication !== undefined) await companions.publish(publication.id, files);
    }
  }

  return {
    gate,

    problems: async (id: string): Promise<readonly Problem[]> =>
      findProblems(parts, (await drafts.read(id)).files),

    /** Null: it waits for a second person now. Throws `DomainError` RESOURCE_INVALID, DRAFT_CLOSED. */
    async publish(account: Account, id: string, request: PublishRequest): Promise<Deployment | null> {
      const { needsApproval } = await expectSound(id);
      if (!needsApproval)
        return publishNow(id, DraftState.OPEN, { author: account.name, approvedBy: null }, request);
      await drafts.move(id, [DraftState.OPEN], DraftState.AWAITING_APPROVAL, {
        submitted_by: account.name,
        note: request.note,
        cases_to_move: JSON.stringify(request.move),
      });
      return null;
    },

    /** Throws `DomainError` FORBIDDEN for whoever submitted it. */
    async approve(account: Account, id: string): Promise<Deployment> {
      const { submittedBy, note, casesToMove } = await drafts.read(id);
      if (submittedBy === account.name) {
        throw new DomainError(
          'FORBIDDEN',
          'Vous avez proposé cette version : une autre personne doit l’approuver.',
        );
      }
      const people = { author: submittedBy ?? account.name, approvedBy: account.name };
      return publishNow(id, DraftState.AWAITING_APPROVAL, people, { note: note ?? '', move: casesToMove });
    },

    /** Back to its author. */
    sendBack: (id: string) =>
      drafts.move(id, [DraftState.AWAITING_APPROVAL], DraftState.OPEN, { submitted_by: null }),

    /** Newest first. */
    async history(bpmnProcessId: string): Promise<readonly PublicationView[]> {
      const rows = await knex<PublicationRow>('publication')
        .where({ bpmn_process_id: bpmnProcessId })
        .orderBy('id', 'desc');
      return rows.map((row) => ({
        id: String(row.id),
        bpmnProcessId: row.bpmn_process_id,
        version: row.version,
        author: row.author,
        approvedBy: row.approved_by,
        note: row.note,
        changes: row.changes,
        publishedAt: row.published_at.toISOString(),
      }));
    },
  };
}

export type Publishing = ReturnType<typeof createPublishing>;
