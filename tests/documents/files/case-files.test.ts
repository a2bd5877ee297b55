/** Files that people send: what is kept of them, for whom, and what is refused. */
import { zipSync } from 'fflate';
import type { Knex } from 'knex';
import { createScan } from '../../../src/documents/files/clamd';
import { createCaseFiles, type CaseFiles } from '../../../src/documents/files/case-files';
import { createDocuments } from '../../../src/documents/documents';
import { latestOf } from '../../../src/documents/rows';
import { EICAR, startClamd, type ClamdServer } from '../../kit/clamd';
import { openPgliteTestDatabase } from '../../kit/database';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
const DAY = 24 * 3_600_000;

let database: Awaited<ReturnType<typeof openPgliteTestDatabase>>;
let knex: Knex;
let files: CaseFiles;
let now = new Date('2026-12-01T08:00:00Z').getTime();
const clock = () => new Date(now);
const caseOf = async (key: string) => (key === '11' ? '10' : null);

beforeAll(async () => {
  database = await openPgliteTestDatabase();
  knex = database.knex;
  files = createCaseFiles({ knex, clock, scan: null, caseOf });
});
afterAll(() => database.close());
beforeEach(() => knex('document').delete());

const add = (name: string, content: Buffer, key = '10') =>
  files.add('gs', { processInstanceKey: key }, { name, content });
const reference = (documentId: string) => ({ 'camunda.document.type': 'camunda', documentId });

test.each([
  ['a PDF', 'devis.pdf', PDF, 'devis.pdf', 'application/pdf'],
  ['a picture with a wrong ending', 'photo.pdf', PNG, 'photo.pdf.png', 'image/png'],
  ['a program’s path', '..\\..\\etc/../x/devis.pdf', PDF, 'devis.pdf', 'application/pdf'],
  [
    'text that ends like a page',
    'page.txt',
    Buffer.from('<script>alert(1)</script>'),
    'page.txt',
    'text/plain',
  ],
  ['a name without end', `${'é'.repeat(400)}.pdf`, PDF, `${'é'.repeat(120)}.pdf`, 'application/pdf'],
  ['a name that turns round', 'dev\u202efdp.pdf', PDF, 'devfdp.pdf', 'application/pdf'],
])('keeps %s', async (_what, name, content, kept, contentType) => {
  expect(await add(name, content)).toMatchObject({ name: kept, contentType, version: 1, retention: 'case' });
});

const bomb = () => {
  const entry = (content: Uint8Array) => [content, { level: 9 as const }] as const;
  const types =
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
  return Buffer.from(
    zipSync({
      '[Content_Types].xml': [Buffer.from(types), {}],
      'word/document.xml': [...entry(new Uint8Array(30 * 1024 * 1024))],
    }),
  );
};

test.each([
  ['a page', 'page.html', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['a page that says it is a picture', 'photo.png', Buffer.from('<html><script>alert(1)</script></html>')],
  [
    'a drawing with a script',
    'dessin.svg',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
  ],
  ['a program', 'devis.pdf', Buffer.from('MZ\u0090\u0000\u0003'.padEnd(200, '\u0000'), 'latin1')],
  ['a plain zip', 'tout.zip', Buffer.from(zipSync({ 'a.txt': Buffer.from('a') }))],
  ['a text with other bytes', 'note.txt', Buffer.from([0x61, 0x00, 0xff])],
  ['nothing', 'vide.pdf', Buffer.alloc(0)],
])('refuses %s, and keeps nothing of it', async (_what, name, content) => {
  await expect(add(name, content)).rejects.toMatchObject({ code: 'FORM_INVALID' });
  expect(await knex('document')).toEqual([]);
});

test('refuses an office file that unpacks to far more than it is', async () => {
  await expect(add('note.docx', bomb())).rejects.toThrow('contenu démesuré');
});

test('versions are numbered, also when two come at once; none goes to another case', async () => {
  const first = await add('devis.pdf', PDF);
  const next = (name: string, key = '10') =>
    files.add('gs', { processInstanceKey: key, versionOf: first.id }, { name, content: PDF });
  await Promise.all([next('devis-2.pdf'), next('devis-3.pdf')]);
  await expect(next('autre.pdf', '20')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const documents = createDocuments({ knex, clock, administration: 'DGD' });
  const all = await documents.ofInstances(['10']);
  expect(all.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
  expect(new Set(all.map(({ firstVersion }) => firstVersion))).toEqual(new Set([first.id]));
  expect(latestOf(all).map(({ version }) => version)).toEqual([3]);
  // What a mail that names the first version takes with it.
  expect(await documents.readLatest(first.id)).toMatchObject({ version: 3 });
  expect(await documents.readLatest('00000000-0000-4000-8000-000000000000')).toBeNull();
  await documents.close();
});

describe('a file of a form', () => {
  test('is the case’s once the form is sent', async () => {
    const { id, sha256 } = await files.stage('gs', { name: 'devis.pdf', content: PDF });
    const values = await files.checked('gs', { devis: [reference(id)], montant: 12 }, null);
    expect(values).toEqual({
      montant: 12,
      devis: [
        {
          'camunda.document.type': 'camunda',
          storeId: 'logigramme',
          documentId: id,
          contentHash: sha256,
          metadata: { fileName: 'devis.pdf', contentType: 'application/pdf', size: PDF.length },
        },
      ],
    });
    await files.keep(values, '10');
    await files.keep(values, '20');
    expect(await knex('document').pluck('process_instance_key')).toEqual(['10']);
    // Known to the whole case, its called procedures too.
    await expect(files.checked('dsi', { devis: [reference(id)] }, '11')).resolves.toBeDefined();
  });

  test.each(['rssi', 'gs'])('is not taken from another’s hands or another case (%s)', async (thief) => {
    const { id } = await files.stage('dsi', { name: 'secret.pdf', content: PDF });
    const theirs = await files.add('gs', { processInstanceKey: '20' }, { name: 'x.pdf', content: PDF });
    for (const strange of [id, theirs.id, 'nonsense', '00000000-0000-4000-8000-000000000000']) {
      await expect(files.checked(thief, { a: { b: [reference(strange)] } }, '10')).rejects.toMatchObject({
        code: 'FORM_INVALID',
        errors: [{ field: 'a' }],
      });
    }
  });

  test('is found again when the program died before it could say so, and goes when it was never sent', async () => {
    const sent = await files.stage('gs', { name: 'envoye.pdf', content: PDF });
    const left = await files.stage('gs', { name: 'laisse.pdf', content: PDF });
    await knex('rm_variable').insert({
      scope_key: '30',
      name: 'devis',
      process_instance_key: '30',
      value: JSON.stringify([reference(sent.id)]),
    });
    await files.sweep();
    const kept = () => knex('document').orderBy('name').select('id', 'process_instance_key');
    expect(await kept()).toEqual([
      { id: sent.id, process_instance_key: '30' },
      { id: left.id, process_instance_key: '' },
    ]);
    now += 2 * DAY;
    await files.sweep();
    expect(await kept()).toEqual([{ id: sent.id, process_instance_key: '30' }]);
  });
});

describe('with an antivirus', () => {
  let clamd: ClamdServer;
  afterEach(() => clamd.stop());
  const scanned = (name: string, content: Buffer) =>
    createCaseFiles({ knex, clock, scan: createScan(clamd.address), caseOf }).stage('gs', { name, content });

  test('a large file goes whole, what is found is refused by name', async () => {
    clamd = await startClamd();
    const large = Buffer.concat([PDF, Buffer.alloc(300_000, 32)]);
    await scanned('grand.pdf', large);
    expect(clamd.sizes).toEqual([large.length]);
    await expect(scanned('virus.txt', Buffer.from(EICAR))).rejects.toThrow('Eicar-Test-Signature');
    expect(await knex('document').pluck('name')).toEqual(['grand.pdf']);
  });

  test('nothing is kept unseen when it answers an error or is away', async () => {
    clamd = await startClamd('INSTREAM size limit exceeded. ERROR');
    await expect(scanned('a.pdf', PDF)).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' });
    await clamd.stop();
    await expect(scanned('a.pdf', PDF)).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' });
    expect(await knex('document')).toEqual([]);
    clamd = await startClamd();
  });
});
