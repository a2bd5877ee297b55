import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { fileNameOf, fillTemplate } from '../../src/documents/template';
import { pvData } from './samples';

const folder = path.join(projectRoot, 'templates', 'documents');

const text = (data: Record<string, unknown>) => JSON.stringify(fillTemplate('pv-installation', data).blocks);

describe('the PV d’installation', () => {
  it('carries what the case knows', () => {
    const content = fillTemplate('pv-installation', pvData);
    expect(content).toMatchObject({
      title: 'Procès-verbal d’installation',
      reference: 'B-2026-000012',
      fileName: 'PV d’installation B-2026-000012.pdf',
      variable: 'pvDocumentId',
    });
    for (const value of [
      'Aïssatou Ouédraogo',
      'Ordinateur portable',
      'DGD-2026-1187',
      '17 mars 2026',
      'Ŋmɛ́ Sɔ̃ngɩ',
    ]) {
      expect(text(pvData)).toContain(value);
    }
    expect(content.blocks.at(-1)).toMatchObject({ kind: 'signatures', boxes: [{}, {}, {}] });
  });

  it('leaves the observations out when there are none', () => {
    expect(text({ ...pvData, observations: '' })).not.toContain('Observations');
  });

  it('names every variable that is missing', () => {
    const { numeroSerie: _serial, ...rest } = pvData;
    expect(() => fillTemplate('pv-installation', { ...rest, utilisateur: null })).toThrow(
      'attend une valeur pour « numeroSerie », « utilisateur »',
    );
  });

  it.each([
    ['a template expression', '{{constructor}} {{#each this}}x{{/each}}'],
    ['YAML', "'\n  - signatures: []\nblocs: []"],
    ['markup', '<b>gras</b> & co'],
    ['a PDF string', ') Tj ET Q 0 0 m (\\'],
  ])('prints %s as it is written', (_, attack) => {
    const content = fillTemplate('pv-installation', { ...pvData, requerant: attack });
    expect(content.blocks).toHaveLength(fillTemplate('pv-installation', pvData).blocks.length);
    expect(content.blocks[2]).toMatchObject({ fields: [['Requérant', attack], {}, {}] });
  });

  it('drops control characters and direction marks, and keeps line breaks', () => {
    const content = fillTemplate('pv-installation', { ...pvData, requerant: 'a\u0000\u202Eb\r\nc\u0007' });
    expect(content.blocks[2]).toMatchObject({ fields: [['Requérant', 'ab\nc'], {}, {}] });
  });
});

it.each(['inconnu', '../mail/rejet-demande', '', 'PV', 'a'.repeat(5000)])(
  'has no document template %s',
  (name) => {
    expect(() => fillTemplate(name, pvData)).toThrow('n’existe pas');
  },
);

it.each(readdirSync(folder))('template %s is well formed', (file) => {
  const declared = /^variables:\n(?<list>(?: +- .*\n)*)/m.exec(readFileSync(path.join(folder, file), 'utf8'));
  const names = (declared?.groups?.['list'] ?? '').split('\n').map((line) => line.replace(/^ +- /, ''));
  const anything = Object.fromEntries(names.map((name) => [name, 'x']));
  expect(fillTemplate(path.parse(file).name, anything).blocks.length).toBeGreaterThan(0);
});

it.each([
  ['../../etc/passwd', '-..-etc-passwd'],
  ['C:\\Windows\\x.pdf', 'C--Windows-x.pdf'],
  ['a\r\nContent-Type: x.pdf', 'aContent-Type- x.pdf'],
  ['.htaccess', 'htaccess'],
  ['', 'document'],
  ['...', 'document'],
  ['PV d’été "final".pdf', 'PV d’été -final-.pdf'],
  [`${'é'.repeat(500)}.pdf`, `${'é'.repeat(120)}.pdf`],
  ['\u202Efdp.exe', 'fdp.exe'],
])('makes a plain file name of %j', (given, expected) => {
  expect(fileNameOf(given)).toBe(expected);
});
