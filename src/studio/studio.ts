/** The process owner's studio: drafts, their checks, and the way to a version in service. */
import type { Knex } from 'knex';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { DomainError } from '../errors/catalogue';
import { hasRole, Role, type Account } from '../identity/account';
import type { Deployer } from '../procedures/checked-deploy';
import type { WorkerContract } from '../workers/contracts/described';
import { newDraft, type PatternName } from './blank';
import { filesOfZip, zipOf } from './bundle';
import type { Known } from './checks';
import { choicesOf, type ChoiceParts } from './choices';
import { Drafts, DraftState } from './drafts';
import { templateOf } from './element-templates';
import { fileName, LARGEST_FILE, MOST_FILES, type DraftFile } from './files';
import { draftOf } from './from-deployed';
import { createPublishing, type PublishRequest } from './publish';
import { createCaseMigration } from '../cases/migrate';
import type { ZeebeClient } from '../zeebe/api';
import { ProcedureSettings } from './settings';
import { Companions } from './companions';
import { createTrying } from './trying';
import type { Step, TrialParts } from '../trial';

export interface StudioParts {
  readonly knex: Knex;
  readonly clock: () => Date;
  readonly queries: Pick<ReadModel, 'process' | 'resourceVersions' | 'instances' | 'instance' | 'elements'>;
  readonly engine: Pick<ZeebeClient, 'migrateProcessInstance'>;
  readonly deployer: Pick<Deployer, 'deploy'>;
  readonly projection: ProjectionSignal;
  readonly known: () => Promise<Known>;
  readonly contracts: readonly WorkerContract[];
  readonly choices: ChoiceParts;
  readonly trial: TrialParts;
}

/** Throws `DomainError` FORBIDDEN. */
function expectOwner(account: Account): void {
  if (hasRole(account, Role.ADMIN, Role.OWNER)) return;
  throw new DomainError('FORBIDDEN', 'Seuls les propriétaires de procédure utilisent l’atelier.');
}

function expectFile({ name, content }: DraftFile): void {
  if (!fileName.test(name)) {
    throw new DomainError(
      'BAD_REQUEST',
      `« ${name} » n’est pas un nom de fichier .bpmn, .form, .dmn ou .essai.`,
    );
  }
  if (content.length > LARGEST_FILE) {
    throw new DomainError('TOO_LARGE', `« ${name} » dépasse 3 Mo. Le brouillon garde sa version d’avant.`);
  }
}

export function createStudio(parts: StudioParts) {
  const { knex, clock, queries } = parts;
  const drafts = new Drafts(knex, clock);
  const settings = new ProcedureSettings(knex, clock);
  const companions = new Companions(knex);
  const trying = createTrying({ ...parts, drafts });
  const publishing = createPublishing({
    ...parts,
    drafts,
    settings,
    companions,
    migration: createCaseMigration(parts),
    replays: trying.replays,
  });

  const own =
    <Rest extends readonly unknown[], Result>(work: (account: Account, ...rest: Rest) => Promise<Result>) =>
    async (account: Account, ...rest: Rest): Promise<Result> => {
      expectOwner(account);
      return work(account, ...rest);
    };

  return {
    list: own(() => drafts.list()),
    read: own((_, id: string) => drafts.read(id)),
    history: own((_, id: string) => drafts.history(id)),
    revision: own((_, id: string, name: string, revision: number) => drafts.revision(id, name, revision)),
    present: own((account, id: string) => drafts.present(account, id)),
    rename: own((_, id: string, title: string) => drafts.rename(id, title)),
    removeFile: own((account, id: string, name: string) => drafts.removeFile(account, id, name)),
    discard: own((_, id: string) =>
      drafts.move(id, [DraftState.OPEN, DraftState.AWAITING_APPROVAL], DraftState.DISCARDED),
    ),
    save: own((account, id: string, file: DraftFile & { readonly revision: number }) => {
      expectFile(file);
      return drafts.save(account, id, file);
    }),
    createNew: own((account, pattern: PatternName, title: string) =>
      drafts.create(account, newDraft(pattern, title)),
    ),
    createFrom: own(async (account, bpmnProcessId: string, version?: number) =>
      drafts.create(account, await draftOf({ queries, companions }, bpmnProcessId, version)),
    ),
    createFromFiles: own((account, title: string, files: readonly DraftFile[]) => {
      if (files.length === 0 || files.length > MOST_FILES)
        throw new DomainError('BAD_REQUEST', 'Choisissez entre 1 et 100 fichiers.');
      files.forEach(expectFile);
      return drafts.create(account, {
        title,
        bpmnProcessId: null,
        files: files.map((file) => ({ ...file, base: null })),
      });
    }),
    zip: own(async (_, id: string) => zipOf((await drafts.read(id)).files)),
    filesOfZip,
    elementTemplates: parts.contracts.map(templateOf),
    choices: own(() => choicesOf(parts.choices)),
    trial: {
      begin: own((account, id: string) => trying.begin(account, id)),
      find: own(async (account, id: string) => trying.find(account, id)),
      perform: own((account, id: string, step: Step) => trying.perform(account, id, step)),
      keep: own((account, id: string, title: string) => trying.keep(account, id, title)),
      accept: own((account, id: string, name: string) => trying.accept(account, id, name)),
      replays: own((_, id: string) => trying.replays(id)),
      given: trying.given,
    },
    gate: own((_, id: string) => publishing.gate(id)),
    publish: own((account, id: string, request: PublishRequest) => publishing.publish(account, id, request)),
    problems: own((_, id: string) => publishing.problems(id)),
    approve: own((account, id: string) => publishing.approve(account, id)),
    sendBack: own((_, id: string) => publishing.sendBack(id)),
    publications: (bpmnProcessId: string) => publishing.history(bpmnProcessId),
    needsApproval: (bpmnProcessId: string) => settings.needsApproval(bpmnProcessId),
    setNeedsApproval: own((account, bpmnProcessId: string, needsApproval: boolean) =>
      settings.setNeedsApproval(account, bpmnProcessId, needsApproval),
    ),
  };
}

export type Studio = ReturnType<typeof createStudio>;
