import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { differenceOf } from '../../src/studio/difference';

const folder = path.join(projectRoot, 'processes', 'c-jonction-postes-domaine');
const before = readFileSync(path.join(folder, 'c-jonction-postes-domaine.bpmn'), 'utf8');
const form = (components: readonly object[]): string => JSON.stringify({ id: 'f', components });

const said = async (after: string) =>
  (await differenceOf([{ name: 'c.bpmn', before, after }])).map(({ kind, elementId, text }) => ({
    kind,
    elementId,
    text,
  }));

describe('what changed, in words', () => {
  it('is nothing when nothing changed; what no element shows is told of the file', async () => {
    expect(await said(before)).toEqual([]);
    expect(await said(before.replace('<bpmn:process', '\n\n<bpmn:process'))).toEqual([
      { kind: 'CHANGED', elementId: null, text: 'Logigramme « c.bpmn » modifié' },
    ]);
  });

  it('names the step, what of it, and where it is', async () => {
    const id = /<bpmn:userTask id="([^"]*)" name="([^"]*)"/.exec(before);
    const renamed = before.replace(
      `id="${id?.[1] ?? ''}" name="${id?.[2] ?? ''}"`,
      `id="${id?.[1] ?? ''}" name="Tout revoir"`,
    );
    expect(await said(renamed)).toEqual([
      { kind: 'CHANGED', elementId: id?.[1], text: 'Tâche « Tout revoir » modifiée : son nom' },
    ]);
  });

  it('tells fields of a form', async () => {
    const a = { id: 'a', type: 'textfield', key: 'a', label: 'Nom' };
    const b = { id: 'b', type: 'number', key: 'b', label: 'Âge' };
    const changes = await differenceOf([
      {
        name: 'f.form',
        before: form([a, b]),
        after: form([
          { ...a, label: 'Nom complet' },
          { ...b, id: 'c' },
        ]),
      },
      { name: 'g.form', before: null, after: form([]) },
      { name: 'h.dmn', before: '<a/>', after: null },
    ]);
    expect(changes.map(({ text }) => text)).toEqual([
      'Champ « Âge » ajouté',
      'Champ « Âge » retiré',
      'Champ « Nom complet » modifié',
      'Formulaire « g.form » ajouté',
      'Table de décision « h.dmn » retirée',
    ]);
  });
});
