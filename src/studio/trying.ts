/** « Essayer »: a draft in an engine of its own, and the walks that are kept with it as test cases. */
import type { ReadModel } from '../app/ports';
import { describeProcesses } from '../bpmn';
import { DomainError } from '../errors/catalogue';
import { knownAtStart } from '../cases/start';
import type { Account } from '../identity/account';
import {
  caseOf,
  readCase,
  replay,
  Trial,
  TrialSessions,
  type Replay,
  type SavedCase,
  type Step,
  type TrialFile,
  type TrialParts,
} from '../trial';
import type { Drafts } from './drafts';
import { FileKind, isForEngine, kindOf, type DraftFile } from './files';
import { draftOf } from './from-deployed';

export interface TryingParts {
  readonly drafts: Drafts;
  readonly clock: () => Date;
  readonly queries: Pick<ReadModel, 'process' | 'resourceVersions'>;
  readonly trial: TrialParts;
}

export interface CaseResult extends Replay {
  /** Of the draft's file. */
  readonly file: string;
  readonly title: string;
}

/** Procedures that a draft may call, those that they call included. */
const MOST_CALLED = 40;

const read = (file: DraftFile): SavedCase => readCase(file.content, file.name);
const casesIn = (files: readonly DraftFile[]): readonly DraftFile[] =>
  files.filter(({ name }) => kindOf(name) === FileKind.TRIAL);

export function createTrying({ drafts, clock, queries, trial: parts }: TryingParts) {
  const sessions = new TrialSessions();

  async function referencesOf(files: readonly TrialFile[]) {
    const diagrams = files.filter(({ name }) => kindOf(name) === FileKind.DIAGRAM);
    const described = await Promise.all(diagrams.map(({ content }) => describeProcesses(content)));
    return described.flat();
  }

  /** The draft's files, and from what is in service those that it calls and does not bring. */
  async function around(files: readonly DraftFile[]): Promise<readonly TrialFile[]> {
    const all = new Map(files.filter(isForEngine).map((file) => [file.name, file]));
    const known = new Set<string>();
    for (let round = 0; known.size < MOST_CALLED; round += 1) {
      const described = await referencesOf([...all.values()]);
      for (const { bpmnProcessId } of described) known.add(bpmnProcessId);
      const called = new Set(described.flatMap(({ references }) => references.processIds));
      const missing = [...called].filter((id) => !known.has(id));
      if (missing.length === 0) break;
      for (const id of missing) {
        known.add(id);
        if ((await queries.process(id)) === null) continue;
        for (const file of (await draftOf({ queries }, id)).files)
          if (!all.has(file.name)) all.set(file.name, file);
      }
    }
    await addLinked(all);
    return withForms([...all.values()]);
  }

  async function addLinked(all: Map<string, TrialFile>): Promise<void> {
    const forms = new Set([...all.values()].map(formId));
    for (const { references } of await referencesOf([...all.values()])) {
      for (const id of references.formIds) {
        if (forms.has(id)) continue;
        forms.add(id);
        const [latest] = await queries.resourceVersions('form', id);
        if (latest !== undefined && latest.content !== '')
          all.set(`${id}.form`, { name: `${id}.form`, content: latest.content });
      }
    }
  }

  async function source(files: readonly DraftFile[], bpmnProcessId: string | null) {
    const own = await referencesOf(files);
    const found =
      own.find((one) => one.bpmnProcessId === bpmnProcessId) ??
      own.find(({ isCircuit }) => !isCircuit) ??
      own[0];
    if (found === undefined) {
      throw new DomainError(
        'RESOURCE_INVALID',
        'Ce brouillon n’a pas de logigramme lisible : rien ne s’essaie.',
      );
    }
    return { bpmnProcessId: found.bpmnProcessId, files: await around(files), startAt: clock().getTime() };
  }

  function open(account: Account, id: string): Trial {
    const trial = sessions.find(account.name, id);
    if (trial !== null) return trial;
    throw new DomainError(
      'CONFLICT',
      'Cet essai est terminé : il s’arrête quand rien ne s’y passe pendant 20 minutes, ou quand un autre commence. Recommencez-le.',
    );
  }

  return {
    /** Begins one on the draft as it is saved; the person's earlier one ends. Throws `DomainError` RESOURCE_INVALID. */
    async begin(account: Account, id: string): Promise<void> {
      const { files, bpmnProcessId } = await drafts.read(id);
      sessions.open(account.name, id, await Trial.open(parts, await source(files, bpmnProcessId)));
    },

    find: (account: Account, id: string): Trial | null => sessions.find(account.name, id),

    /** Throws `DomainError` CONFLICT, FORM_INVALID. */
    async perform(account: Account, id: string, step: Step): Promise<void> {
      const trial = open(account, id);
      await sessions.inTurn(account.name, () => trial.perform(step));
    },

    /** What the program itself gives a case at its start. */
    given: (account: Account) => ({ ...knownAtStart(account), numeroDossier: 'ESSAI-1' }),

    /** Returns the file's name. Throws `DomainError` CONFLICT, DRAFT_CLOSED. */
    async keep(account: Account, id: string, title: string): Promise<string> {
      const trial = open(account, id);
      if (trial.steps.length === 0) {
        throw new DomainError(
          'CONFLICT',
          'Rien n’est encore fait dans cet essai : commencez le dossier d’abord.',
        );
      }
      const { files } = await drafts.read(id);
      const name = freeName(title, files);
      const content = `${JSON.stringify(caseOf(trial, title), null, 2)}\n`;
      await drafts.save(account, id, { name, content, revision: 0 });
      return name;
    },

    /** Expects of a case what it does now. Throws `DomainError` CONFLICT when it cannot be done to its end any more. */
    async accept(account: Account, id: string, name: string): Promise<void> {
      const { files } = await drafts.read(id);
      const file = files.find((one) => one.name === name);
      if (file === undefined) throw new DomainError('NOT_FOUND', 'Ce cas d’essai n’existe pas, ou plus.');
      const saved = read(file);
      const { bpmnProcessId, startAt } = saved;
      const trial = await Trial.open(parts, { bpmnProcessId, startAt, files: await around(files) });
      for (const step of saved.steps) await trial.perform(step);
      const content = `${JSON.stringify(caseOf(trial, saved.titre), null, 2)}\n`;
      await drafts.save(account, id, { name, content, revision: file.revision });
    },

    /** Every case of the draft, done again. */
    async replays(id: string): Promise<readonly CaseResult[]> {
      const { files } = await drafts.read(id);
      const cases = casesIn(files);
      if (cases.length === 0) return [];
      const withCalled = await around(files);
      const results: CaseResult[] = [];
      for (const file of cases) results.push(await resultOf(file, withCalled));
      return results;
    },
  };

  async function resultOf(file: DraftFile, files: readonly TrialFile[]): Promise<CaseResult> {
    try {
      const saved = read(file);
      return { file: file.name, title: saved.titre, ...(await replay(parts, { files }, saved)) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { file: file.name, title: file.name, passes: false, differences: [error.message] };
    }
  }
}

/** Diagrams last: the engine wants forms and decisions before what uses them. */
function withForms(files: readonly TrialFile[]): readonly TrialFile[] {
  const rank = ({ name }: TrialFile) => (kindOf(name) === FileKind.DIAGRAM ? 1 : 0);
  return [...files].sort((a, b) => rank(a) - rank(b));
}

function formId({ name, content }: TrialFile): string | null {
  if (kindOf(name) !== FileKind.FORM) return null;
  try {
    const { id } = JSON.parse(content) as { readonly id?: unknown };
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}

function freeName(title: string, files: readonly DraftFile[]): string {
  const stem = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  const base = stem === '' ? 'cas' : stem;
  for (let n = 1; ; n += 1) {
    const name = `${base}${n === 1 ? '' : `-${String(n)}`}.essai`;
    if (!files.some((file) => file.name === name)) return name;
  }
}

export type Trying = ReturnType<typeof createTrying>;
