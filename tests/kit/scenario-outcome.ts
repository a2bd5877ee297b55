/** What came of a walked case, in the shape of what was expected of it, so that the two are compared as a whole. */
import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { loadMailTemplates } from '../../src/mail/out/template';
import type { EngineRecord } from '../../src/protocol/records';
import type { Expectation, ExpectedDocument, ExpectedMail, Variables } from '../processes/scenario';
import { pdfText } from './pdf-text';
import type { Person, TestProgram } from './program';
import { activations, jobKeys, recordsOf, recordsOfCase } from './scenario-records';
import { availableStock, type Walk } from './scenario-run';

interface Mail {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

interface Document {
  readonly id: string;
  readonly kind: string;
  readonly sha256: string;
  readonly firstVersion: string;
  readonly version: number;
}

const ADMINISTRATION = 'Direction générale des Douanes';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** What of `says` the text says: all of it, when things are well. */
function said(text: string, says: readonly string[] = []): string[] {
  return says.filter((part) => oneLine(text).includes(part));
}

async function variablesOf(reader: Person, key: string): Promise<Variables> {
  type Items = { items: { name: string; value: unknown; scopeKey: string }[] };
  const { body } = await reader.get<Items>(`/process-instances/${key}/variables`);
  return Object.fromEntries(
    body.items.filter(({ scopeKey }) => scopeKey === key).map(({ name, value }) => [name, value]),
  );
}

/** With those of what it called, which fill their own mails. */
async function variablesOfCase(
  reader: Person,
  records: readonly EngineRecord[],
  own: Variables,
): Promise<Variables> {
  const keys = new Set(records.map(({ value }) => String(value['processInstanceKey'])));
  const all = await Promise.all([...keys].map((key) => variablesOf(reader, key)));
  return { ...Object.assign({}, ...all), ...own };
}

/** Those that the case's jobs sent, first sent first; the subject tells the template. */
async function mailsOf(
  program: TestProgram,
  sentBy: readonly string[],
  expected: readonly ExpectedMail[],
  variables: Variables,
): Promise<ExpectedMail[]> {
  const { body } = await program.as('admin').get<{ items: Mail[] }>('/mailbox');
  const templates = loadMailTemplates({ administration: ADMINISTRATION });
  const sent = body.items.filter(({ messageId }) =>
    sentBy.some((key) => messageId.startsWith(`<job-${key}.r`)),
  );
  return sent.reverse().map((mail, index) => {
    const wanted = expected[index];
    const fits = wanted && templates.render(wanted.template, variables).subject === mail.subject;
    return {
      to: mail.to.join(),
      template: fits ? wanted.template : `unknown, subject: ${mail.subject}`,
      says: said(mail.text, wanted?.says),
    };
  });
}

async function download(reader: Person, document: Document): Promise<Buffer> {
  const { status, bytes } = await reader.download(`/documents/${document.id}`);
  if (status !== 200 || sha256(bytes) !== document.sha256) {
    throw new Error(`Expected document ${document.id} whole, but got ${status} and ${bytes.length} bytes`);
  }
  return bytes;
}

/** What is archived of a document that was signed is what was signed. */
function lastVersions(documents: readonly Document[]): readonly Document[] {
  return documents.filter(
    ({ firstVersion, version }) =>
      !documents.some((other) => other.firstVersion === firstVersion && other.version > version),
  );
}

/** Throws unless its manifest fits its files, it holds every document of the case in its last version, and people can read it. */
function checkArchive(archive: Buffer, documents: readonly Document[]): void {
  const files = unzipSync(archive);
  const manifest = JSON.parse(Buffer.from(files['manifeste.json'] ?? []).toString()) as {
    files: { path: string; sha256: string }[];
  };
  const listed = manifest.files.map(({ path, sha256: hash }) => `${path} ${hash}`);
  const held = Object.entries(files).map(([path, bytes]) => `${path} ${sha256(bytes)}`);
  const kept = new Set(manifest.files.map(({ sha256: hash }) => hash));
  const wrong = [
    ...held.filter((entry) => !entry.startsWith('manifeste.json') && !listed.includes(entry)),
    ...listed.filter((entry) => !held.includes(entry)),
    ...documents.filter((document) => !kept.has(document.sha256)).map(({ id }) => `document ${id}`),
  ];
  if (wrong.length > 0)
    throw new Error(`Expected the archive to fit its manifest, but not so: ${wrong.join()}`);
  const data = JSON.parse(Buffer.from(files['donnees.json'] ?? []).toString()) as Record<string, unknown>;
  const text = pdfText(Buffer.from(files['dossier.pdf'] ?? []));
  const raw = Object.keys(data).filter((name) => /[a-z][A-Z]/.test(name) && text.includes(name));
  if (raw.length > 0)
    throw new Error(`Expected the archive to say its data in words, but it names ${raw.join(', ')}`);
}

export async function outcomeOf(program: TestProgram, walk: Walk): Promise<Expectation> {
  const { processInstanceKey: key, scenario } = walk;
  const { expected } = scenario;
  const reader = program.as(walk.reader);
  const records = await recordsOf(program.as('admin'), key);
  const whole = await recordsOfCase(program.as('admin'), key);
  const variables = await variablesOf(reader, key);
  const { body } = await reader.get<{ items: Document[] }>(`/process-instances/${key}/documents`);
  const documents = lastVersions(body.items.filter(({ kind }) => kind !== 'archive'));
  const archives = body.items.filter(({ kind }) => kind === 'archive');
  const texts = await Promise.all(
    documents.map(async (document) => pdfText(await download(reader, document))),
  );
  for (const archive of archives) checkArchive(await download(reader, archive), documents);
  const available = await availableStock(program);
  return {
    path: activations(records),
    mails: await mailsOf(
      program,
      jobKeys(whole, 'send-mail'),
      expected.mails,
      await variablesOfCase(reader, whole, variables),
    ),
    documents: documents.map((document, index): ExpectedDocument => ({
      template: document.kind,
      says: said(texts[index] ?? '', expected.documents[index]?.says),
    })),
    variables: Object.fromEntries(Object.keys(expected.variables).map((name) => [name, variables[name]])),
    archived: archives.length === 1 && archives[0]?.id === variables['dossierArchiveId'],
    stock: expected.stock.map(({ article }) => ({ article, quantity: available.get(article) ?? NaN })),
  };
}

/** Who did what, of the user tasks, in order of completion. */
export async function peopleOf(program: TestProgram, walk: Walk): Promise<{ task: string; by: string }[]> {
  type Items = { items: { elementId: string; completedBy: string; endedAt: string }[] };
  const { body } = await program
    .as('admin')
    .get<Items>(`/tasks?state=COMPLETED&processInstanceKey=${walk.processInstanceKey}&limit=200`);
  return body.items
    .sort((left, right) => (left.endedAt < right.endedAt ? -1 : 1))
    .map(({ elementId, completedBy }) => ({ task: elementId, by: completedBy }));
}
