/** The documents of G and H: what they say of the data, page after page. */
import { createDocuments } from '../../src/documents/documents';
import { fillTemplate } from '../../src/documents/template';
import { pdfText } from '../kit/pdf-text';
import type { Knex } from 'knex';

const documents = createDocuments({
  // Printing keeps nothing.
  knex: (() => {
    throw new Error('not used');
  }) as unknown as Knex,
  clock: () => new Date('2026-12-02T10:00:00Z'),
  administration: 'Direction générale des Douanes',
});

afterAll(() => documents.close());

const visit = (day: number) => ({
  personne: `Visiteur ${day}`,
  service: 'Orange CI',
  date: `2026-11-${String(day).padStart(2, '0')}`,
  heureEntree: '09:15',
  heureSortie: '11:40',
  motif: 'Changement d’un disque de la baie 4.',
  carte: 'DC-12',
  personnesAccompagnees: 'Awa Traoré (Orange CI)',
  dossier: `H-2026-0000${day}`,
});

it('the register has its visits, over as many numbered pages as they take', async () => {
  const lignes = Array.from({ length: 28 }, (_, index) => visit(index + 1));
  const { name, content } = await documents.print('registre-entrees', {
    lignes,
    nombre: lignes.length,
    dateDuJour: '2026-12-02',
  });
  expect(name).toBe('Registre des entrées 2026-12-02.pdf');
  expect(content.toString('latin1')).toContain('/MediaBox [0 0 595.28 841.89]');
  const text = pdfText(content);
  for (const { personne, dossier } of lignes) {
    expect(text).toContain(personne);
    expect(text.replace(/\s/g, '')).toContain(dossier);
  }
  expect(text).toMatch(/Page 1 \/ [2-9]/);
  expect(text).not.toContain('Dossier nº');
});

it('the discharge names what was delivered, by whom, and when', () => {
  const content = fillTemplate('decharge', {
    numeroDossier: 'G-2026-0042',
    numeroBonLivraison: 'BL-4502',
    fournisseur: 'Abidjan Informatique',
    lignes: [{ article: 'ecran', libelleArticle: 'Écran 24 pouces', quantite: 12 }],
    dateReception: '2026-12-01',
    dateDecharge: '2026-12-02',
  });
  const text = JSON.stringify(content);
  for (const said of ['BL-4502', 'Abidjan Informatique', 'Écran 24 pouces', '12', '2 décembre 2026'])
    expect(text).toContain(said);
  expect(content.variable).toBe('dechargeDocumentId');
});

it.each([
  '{{motif}}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '-rf',
  '$(id)',
  'a\0b',
  '\u202Egpj.exe',
])('what a visitor writes (%j) stays text', async (hostile) => {
  const one = { ...visit(1), motif: hostile, personne: hostile };
  const { name, content } = await documents.print('registre-entrees', {
    lignes: [one],
    nombre: 1,
    dateDuJour: '2026-12-02',
  });
  expect(name).toBe('Registre des entrées 2026-12-02.pdf');
  expect(pdfText(content)).toContain('Orange CI');
});
