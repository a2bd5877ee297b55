import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readProcedure, type DeployedProcedure } from '../../src/guide/content';
import { draw } from '../../src/guide/drawing';
import { renderInThread } from '../../src/guide/render';
import { wrap } from '../../src/guide/wrap';
import { pdfText } from '../kit/pdf-text';
import { processFiles, readProcessFile } from '../processes/files';

jest.setTimeout(120_000);

const head = {
  administration: 'Direction générale des Douanes',
  createdAt: new Date('2026-11-25T10:00:00Z'),
  timeZone: 'Africa/Abidjan',
};

function deployed(file: string): DeployedProcedure {
  const bpmnXml = readProcessFile(file);
  const found = (pattern: RegExp) => pattern.exec(bpmnXml)?.[1];
  return {
    bpmnProcessId: found(/<bpmn:process id="([^"]+)"/) ?? '',
    letter: found(/logigramme:lettre" value="([^"]*)"/) ?? null,
    version: 3,
    deployedAt: '2026-11-24T10:00:00Z',
    bpmnXml,
  };
}

const b = deployed('b-deploiement-materiel-informatique/b-deploiement-materiel-informatique.bpmn');

test('a procedure is told with its object, scope, acronyms, actors, documents and steps', async () => {
  const told = await readProcedure(b);
  expect(told).toMatchObject({
    letter: 'B',
    name: 'Déploiement du matériel informatique',
    object:
      'Cette procédure traite des modalités d’installation d’un équipement informatique chez un utilisateur.',
    actors: ['DSI', 'CB Infrastructure et Télécommunication', 'GS'],
    acronyms: expect.arrayContaining(['GS Gestionnaire du Stock']),
    documents: expect.arrayContaining(['PV d’installation']),
  });
  expect(told.scope).toContain('s’applique au déploiement d’équipements informatiques');
  const decision = told.steps.find(({ name }) => name === 'Demande justifiée ?');
  expect(decision).toMatchObject({
    actor: 'CB Infrastructure et Télécommunication',
    outcomes: ['Non → Notifier le rejet au requérant', 'Oui → Transmettre le dossier au GS'],
    reconstructed: false,
  });
  const ours = told.steps.filter(({ reconstructed }) => reconstructed).map(({ name }) => name);
  expect(ours).toContain('Réserver le matériel');
  const reserve = told.picture.shapes.find(({ id }) => id === 'B5_reserver_stock');
  expect(reserve).toMatchObject({ type: 'serviceTask', stroke: '#8a4b08', fill: '#fff4dc' });
  expect(told.steps.map(({ number }) => number)).toEqual(told.steps.map((_step, index) => index + 1));
});

test.each(processFiles('.bpmn'))('%s is drawn whole, inside its frame', async (file) => {
  const procedure = await readProcedure(deployed(file));
  const { marks, width, height } = draw(procedure.picture, (text, size) => text.length * size * 0.5);
  const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
  for (const { name } of procedure.picture.shapes) {
    const drawn = texts.join(' ');
    for (const word of name.split(/\s+/).filter(Boolean)) expect(drawn).toContain(word);
  }
  for (const mark of marks) {
    const [x, y] = mark.kind === 'rect' ? [mark.at.x, mark.at.y] : [mark.x, mark.y];
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(width);
    expect(y).toBeLessThanOrEqual(height);
  }
});

test('the HTML needs no other file and escapes what procedures say', async () => {
  const hostile = b.bpmnXml.replace('name="Analyser la demande"', 'name="&lt;script&gt;x()&lt;/script&gt;"');
  const html = (
    await renderInThread({ format: 'html', procedures: [{ ...b, bpmnXml: hostile }], head })
  ).toString('utf8');
  expect(html).toContain('<h1>Guide de procédures</h1>');
  expect(html).toContain('Version 3 du 24 novembre 2026');
  expect(html).toContain('Reconstruit, à valider par la DSI');
  expect(html).not.toContain('<script');
  expect(html).not.toMatch(/(?:src|href)="(?!#)/);
});

test('the PDF has a table of contents, the steps, and the same bytes each time', async () => {
  const request = { format: 'pdf', procedures: [b], head } as const;
  const [first, second] = await Promise.all([renderInThread(request), renderInThread(request)]);
  expect(first.equals(second)).toBe(true);
  const text = pdfText(first);
  for (const said of [
    'Sommaire',
    'B. Déploiement du matériel informatique',
    'Gestionnaire du Stock',
    'Page 1 /',
  ]) {
    expect(text).toContain(said);
  }
});

test.each([
  ['fits', 'un deux', 100, ['un deux']],
  ['breaks between words', 'un deux trois', 8, ['un deux', 'trois']],
  ['keeps a word that is too long', 'constitutionnellement', 5, ['constitutionnellement']],
  ['keeps the lines of the author', 'un\ndeux', 100, ['un', 'deux']],
])('a text %s', (_what, text, width, lines) => {
  expect(wrap(text, width, 1, (part) => part.length)).toEqual(lines);
});

test('the template is the only one of the guide', () => {
  const file = path.join(__dirname, '../../templates/guide/guide.hbs');
  expect(readFileSync(file, 'utf8')).not.toMatch(/https?:\/\//);
});

test('letters come first, then other documents, then circuits, and each says where it comes from', async () => {
  const files = [
    'circuit-signature/circuit-signature.bpmn',
    'demande-achat/demande-achat.bpmn',
    'b-deploiement-materiel-informatique/b-deploiement-materiel-informatique.bpmn',
  ];
  const rendered = await renderInThread({ format: 'html', procedures: files.map(deployed), head });
  const html = rendered.toString('utf8');
  const marks = [
    'B. Déploiement du matériel informatique',
    'mais du document « Rapport SII 2018 »',
    'Circuit commun : ',
  ].map((text) => html.indexOf(text));
  expect(marks).not.toContain(-1);
  expect(marks).toEqual(marks.toSorted((left, right) => left - right));
});
