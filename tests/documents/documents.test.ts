import { createHash } from 'node:crypto';
import { pdfText } from '../kit/pdf-text';
import { unzipSync } from 'fflate';
import { createDocuments, type Documents } from '../../src/documents/documents';
import { renderPdf } from '../../src/documents/pdf';
import { RenderThread } from '../../src/documents/render';
import { fillTemplate } from '../../src/documents/template';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';
import { pvData, sampleHistory } from './samples';

const now = new Date('2026-03-16T10:00:00Z');
const administration = 'Direction générale des Douanes';
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

describe('a PDF', () => {
  const render = (data: Record<string, unknown>) =>
    renderPdf(fillTemplate('pv-installation', data), { administration, createdAt: now });

  it('is one A4 page for a usual PV, the same bytes each time', async () => {
    const pdf = await render(pvData);
    expect(pdf.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(pdf.toString('latin1')).toContain('/MediaBox [0 0 595.28 841.89]');
    expect(pagesOf(pdf)).toBe(1);
    expect(hash(await render(pvData))).toBe(hash(pdf));
  });

  it('goes on over several pages for long texts and long words', async () => {
    const long = { configuration: 'Un texte long. '.repeat(600), requerant: 'X'.repeat(2000) };
    expect(pagesOf(await render({ ...pvData, ...long }))).toBeGreaterThan(2);
  });
});

describe('the thread that lays documents out', () => {
  const content = fillTemplate('pv-installation', pvData);
  const options = { administration, createdAt: now };

  it('gives the bytes that this thread would, several at once', async () => {
    const thread = new RenderThread();
    const [one, two] = await Promise.all([thread.pdf(content, options), thread.pdf(content, options)]);
    await thread.close();
    expect(hash(one)).toBe(hash(await renderPdf(content, options)));
    expect(hash(two)).toBe(hash(one));
  });

  it('fails what is under way when it ends, and starts anew', async () => {
    const thread = new RenderThread();
    const cut = thread.pdf(content, options);
    await Promise.all([expect(cut).rejects.toThrow('has ended'), thread.close()]);
    expect(pagesOf(await thread.pdf(content, options))).toBe(1);
    await thread.close();
  });
});

describeOnEveryDatabase('documents', (open) => {
  let database: TestDatabase;
  let documents: Documents;
  let lastCase = 0;
  let time = now.getTime();
  /** Later each time: documents are listed in the order of their making. */
  const tick = () => new Date((time += 1000));

  beforeAll(async () => {
    database = await open();
    documents = createDocuments({ knex: database.knex, clock: tick, administration });
  }, 180_000);
  afterAll(async () => {
    await documents.close();
    await database.dispose();
  });

  const requestOf = () => {
    lastCase += 1;
    return {
      jobKey: `job-${lastCase}`,
      processInstanceKey: `case-${lastCase}`,
      template: 'pv-installation',
      data: pvData,
    };
  };

  it('renders once for a job that comes again', async () => {
    const request = requestOf();
    const [first, second] = await Promise.all([documents.renderOnce(request), documents.renderOnce(request)]);
    const third = await documents.renderOnce({ ...request, data: { ...pvData, requerant: 'Autre' } });
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(first.variable).toBe('pvDocumentId');
    const listed = await documents.ofInstances([request.processInstanceKey]);
    expect(listed).toHaveLength(1);

    const file = await documents.read(first.id);
    expect(file).toMatchObject({ ...listed[0], contentType: 'application/pdf', kind: 'pv-installation' });
    expect(file!.sha256).toBe(hash(file!.content));
    expect(file!.size).toBe(file!.content.length);
  });

  it('reads nothing by an id that is none', async () => {
    for (const id of ['', 'x', "' or 1=1 --", '00000000-0000-4000-8000-000000000000']) {
      expect(await documents.read(id)).toBeNull();
    }
  });

  it('archives a case once: data, history, documents and a manifest that fits', async () => {
    const request = requestOf();
    const { processInstanceKey } = request;
    const pv = await documents.renderOnce(request);
    const twin = { kind: 'piece', contentType: 'text/plain', createdBy: 'gs', content: Buffer.from('a') };
    await documents.add({ ...twin, processInstanceKey, name: 'note.txt' });
    await documents.add({ ...twin, processInstanceKey, name: 'NOTE.txt' });
    await documents.add({ ...twin, processInstanceKey, name: '../../évasion.txt' });

    const archive = {
      jobKey: `archive-${processInstanceKey}`,
      reference: 'B-2026-000012',
      history: { ...sampleHistory, processInstanceKey, processInstanceKeys: [processInstanceKey] },
      variables: { ...pvData, demandeJustifiee: true },
      words: {
        facts: [{ label: 'La demande est-elle justifiée ?', value: 'Oui' }],
        people: { 'cb-bit': 'Chef de Bureau Infrastructure et Télécommunication' },
      },
    };
    expect(await documents.archiveOf(archive.jobKey)).toBeNull();
    const { id } = await documents.archiveOnce(archive);
    expect(await documents.archiveOnce(archive)).toEqual({ id });
    expect(await documents.archiveOf(archive.jobKey)).toBe(id);

    const file = await documents.read(id);
    expect(file).toMatchObject({
      name: 'Dossier B-2026-000012.zip',
      contentType: 'application/zip',
      kind: 'archive',
    });
    const files = unzipSync(file!.content);
    const manifest = JSON.parse(Buffer.from(files['manifeste.json']!).toString()) as {
      files: { path: string; sha256: string; size: number }[];
    };
    expect(manifest.files.map((entry) => entry.path).sort()).toEqual(
      [
        'documents/-..-évasion.txt',
        'documents/NOTE-2.txt',
        'documents/PV d’installation B-2026-000012.pdf',
        'documents/note.txt',
        'donnees.json',
        'dossier.pdf',
        'historique.json',
      ].sort(),
    );
    for (const entry of manifest.files) {
      expect(hash(files[entry.path]!)).toBe(entry.sha256);
      expect(files[entry.path]!.length).toBe(entry.size);
    }
    expect(JSON.parse(Buffer.from(files['donnees.json']!).toString())).toMatchObject({
      demandeJustifiee: true,
    });
    expect(JSON.parse(Buffer.from(files['historique.json']!).toString())).toMatchObject({
      steps: expect.arrayContaining([
        expect.objectContaining({ name: 'Analyser la demande', completedBy: 'cb-bit' }),
      ]),
    });
    const text = pdfText(Buffer.from(files['dossier.pdf']!));
    expect(text).toContain('La demande est-elle justifiée ?');
    expect(text).toContain('Chef de Bureau');
    expect(text).not.toMatch(/demandeJustifiee|cb-bit/);
    const kinds = (await documents.ofInstances([processInstanceKey])).map((document) => document.kind).sort();
    expect(kinds).toEqual(['archive', 'piece', 'piece', 'piece', 'pv-installation']);
    expect((await documents.read(pv.id))!.name).toBe('PV d’installation B-2026-000012.pdf');
  });
});
