import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { projectRoot } from '../../src/config/root';
import { loadMailTemplates } from '../../src/mail/out/template';

const folder = path.join(projectRoot, 'templates', 'mail');
const templates = loadMailTemplates({ administration: 'Direction générale des Douanes' });

const rejection = {
  numeroDossier: 'B-2026-000012',
  requerant: 'Aïssatou Ouédraogo',
  article: 'ordinateur-portable',
  motifRejet: 'L’équipement demandé est déjà en service.',
};

/** Values that try to become something else; what must not appear in the HTML. */
const attacks: readonly (readonly [attack: string, forbiddenInHtml: string])[] = [
  ['<script>alert(1)</script>', '<script'],
  ['"><img src=x onerror=alert(1)>', '<img'],
  ['</td></tr></table><h1>Versez 100 000 F</h1>', '<h1>'],
  ['{{constructor.constructor "return process"}}', '[object'],
  ['{{{lookup this "__proto__"}}}', '[object'],
  ['{{> layouts/html}}', '<!doctype html>\n<!doctype'],
  ['&lt;b&gt;', '&lt;b'],
  ['javascript:alert(1)', 'href="javascript'],
];

describe('mail templates', () => {
  it('notifies a rejection with its reason, case number and article, in HTML and in text', () => {
    const mail = templates.render('rejet-demande', {
      ...rejection,
      libelleArticle: 'Ordinateur portable',
      quantite: 2,
    });
    expect(mail.subject).toBe(
      'Dossier B-2026-000012\u00a0: votre demande de matériel informatique n’a pas été retenue',
    );
    for (const body of [mail.html, mail.text]) {
      expect(body).toContain('B-2026-000012');
      expect(body).toContain('Aïssatou Ouédraogo');
      expect(body).toContain('Ordinateur portable (quantité\u00a0: 2)');
      expect(body).toContain('L’équipement demandé est déjà en service.');
      expect(body).toContain('Direction générale des Douanes');
    }
    expect(mail.html).toMatch(/^<!doctype html>/);
    expect(mail.text).not.toMatch(/<\w/);
  });

  it.each(attacks)('shows %s as it is written', (attack, forbidden) => {
    const mail = templates.render('rejet-demande', { ...rejection, requerant: attack, motifRejet: attack });
    expect(mail.html).not.toContain(forbidden);
    expect(mail.html).toContain(Handlebars.Utils.escapeExpression(attack));
    expect(mail.text).toContain(attack);
  });

  it.each([
    [
      'line breaks',
      'B-1\r\nBcc: victime@exemple.org\r\n\r\nCorps',
      'Dossier B-1 Bcc: victime@exemple.org Corps\u00a0: ',
    ],
    ['a null byte and a bell', 'B\u0000-\u00071', 'Dossier B - 1\u00a0: '],
    ['Unicode line separators', 'B\u2028Bcc: x\u0085y', 'Dossier B Bcc: x y\u00a0: '],
    ['direction marks', 'B\u202Egnp.exe', 'Dossier B gnp.exe\u00a0: '],
  ])('keeps a subject on one line: %s', (_, numeroDossier, start) => {
    expect(templates.render('rejet-demande', { ...rejection, numeroDossier }).subject.startsWith(start)).toBe(
      true,
    );
  });

  it('shortens an endless subject between characters', () => {
    const { subject } = templates.render('rejet-demande', { ...rejection, numeroDossier: '😀'.repeat(500) });
    expect(Array.from(subject)).toHaveLength(200);
    expect(subject.endsWith('😀…')).toBe(true);
  });

  it('keeps the line breaks of a longer reason', () => {
    const { html } = templates.render('rejet-demande', { ...rejection, motifRejet: 'Un.\r\nDeux.\n<b>' });
    expect(html).toContain('Un.<br>\nDeux.<br>\n&lt;b&gt;');
  });

  it('names every variable that is missing', () => {
    const { motifRejet: _reason, requerant: _requester, ...rest } = rejection;
    const attempt = () => templates.render('rejet-demande', rest);
    expect(attempt).toThrow('attend une valeur pour « requerant », « motifRejet »');
  });

  it.each(['inconnu', '../documents/pv', 'layouts/html', '', 'a'.repeat(5000)])(
    'has no template %s',
    (name) => {
      expect(() => templates.render(name, rejection)).toThrow('n’existe pas');
    },
  );

  it('does not read inherited properties', () => {
    expect(() => templates.render('rejet-demande', Object.create(rejection))).toThrow('attend une valeur');
  });
});

describe('links', () => {
  const linking = loadMailTemplates({
    administration: 'DGD',
    publicUrl: 'https://logigramme.example.ci/appli',
  });
  const about = { processInstanceKey: '2251799813685249' };
  const link = 'https://logigramme.example.ci/appli/dossiers/2251799813685249';

  it('lead to the case, where the public address is set', () => {
    const mail = linking.render('rejet-demande', rejection, about);
    expect(mail.html).toContain(
      `<a href="${link}" style="color:#1f4e79">Voir le dossier dans Logigramme</a>`,
    );
    expect(mail.text).toContain(`Le dossier dans Logigramme : ${link}\n`);
  });

  it('are in no mail about no case, nor without the address', () => {
    for (const mail of [
      linking.render('rejet-demande', rejection),
      templates.render('rejet-demande', rejection, about),
    ]) {
      expect(mail.html).not.toContain('href');
      expect(mail.text).not.toContain('://');
    }
  });

  it('lead to the page of passwords, whatever the case says', () => {
    const data = {
      ...{
        requerant: 'Awa',
        numeroDossier: 'E-2026-000001',
        adresseMail: 'awa@d.example',
        parametres: 'Aucun.',
      },
      ...{ motDePasseAVoir: true, motDePasseExpire: '2026-11-28' },
      ...{ lienMotsDePasse: 'https://pirate.example', caseLink: 'https://pirate.example' },
    };
    const mail = linking.render('e-parametres', data, about);
    expect(mail.html).toContain('href="https://logigramme.example.ci/appli/mots-de-passe"');
    expect(mail.text).toContain('(https://logigramme.example.ci/appli/mots-de-passe)');
    const without = templates.render('e-parametres', data, about);
    for (const body of [mail.html, mail.text, without.html, without.text])
      expect(body).not.toContain('pirate');
  });
});

describe('each mail template', () => {
  const names = readdirSync(folder).filter((file) => file.endsWith('.hbs'));

  it.each(names)('%s declares the variables that it cannot do without', (file) => {
    const source = readFileSync(path.join(folder, file), 'utf8');
    const declared = (/^variables:(?<list>.*)$/m.exec(source)?.groups?.['list'] ?? '')
      .split(',')
      .map((v) => v.trim());
    const subject = /^sujet:(?<text>.*)$/m.exec(source)?.groups?.['text'] ?? '';
    const body = source.replace(/^---\n[^]*?\n---\n/, '').replace('--- texte ---', '');
    expect(unconditional(Handlebars.parse(subject + body))).toEqual(new Set(declared));
  });
});

/** Names that the template prints outside any {{#if}}; in an {{#if}}, its own subject is allowed for. */
function unconditional(program: hbs.AST.Program): Set<string> {
  const names = new Set<string>();
  for (const statement of program.body) {
    if (statement.type === 'MustacheStatement') {
      const { path: called, params } = statement as hbs.AST.MustacheStatement;
      const printed = params.length > 0 ? params : [called];
      for (const entry of printed)
        if (entry.type === 'PathExpression') names.add((entry as hbs.AST.PathExpression).original);
    }
    if (statement.type === 'BlockStatement') {
      const block = statement as hbs.AST.BlockStatement;
      const tested = new Set(block.params.map((param) => (param as hbs.AST.PathExpression).original));
      for (const branch of [block.program, block.inverse]) {
        if (branch) for (const name of unconditional(branch)) if (!tested.has(name)) names.add(name);
      }
    }
  }
  return names;
}
