import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { en, fr, isMessageKey, messagesUnder, translate, translateCount } from '../../src/text/catalogue';

function filesUnder(folder: string, ending: string): string[] {
  const names = readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ending)).map((name) => path.join(projectRoot, folder, name));
}

function matches(files: readonly string[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1] ?? ''),
  );
}

describe('the catalogue', () => {
  const templates = [...filesUnder('templates/pages', '.hbs'), ...filesUnder('templates/partials', '.hbs')];

  it('should have every key that a template names', () => {
    const keys = matches(templates, /[{(]t "([^"]+)"/g);
    expect(keys.length).toBeGreaterThan(50);
    expect(keys.filter((key) => !isMessageKey(key))).toEqual([]);
    const stems = matches(templates, /\{tn "([^"]+)"/g);
    expect(stems.filter((stem) => !isMessageKey(`${stem}.other`))).toEqual([]);
  });

  it('should have every key that an island names', () => {
    const keys = matches(
      filesUnder('src/web/islands', '.ts'),
      /'((?:form|formChrome|validation|diagram|live)\.\w+)'/g,
    );
    const known = Object.keys(messagesUnder('fr', ['island.']));
    const missing = keys.filter(
      (key) => !known.some((one) => one === `island.${key}` || one === `island.${key}.other`),
    );
    expect(missing).toEqual([]);
  });

  it('should ask for the same parameters in both languages', () => {
    const parameters = (message: string) => [...message.matchAll(/\{\w+\}/g)].map(String).sort();
    const different = Object.keys(fr)
      .filter(isMessageKey)
      .filter((key) => String(parameters(fr[key])) !== String(parameters(en[key])));
    expect(different).toEqual([]);
  });

  it('should keep visible words out of the templates', () => {
    const words = templates.flatMap((file) =>
      readFileSync(file, 'utf8')
        .replaceAll(/\{\{[^}]*\}\}+/g, '')
        .replaceAll(/<[^>]*>/g, '\n')
        .split('\n')
        .map((text) => text.replaceAll(/&\w+;/g, '').trim())
        .filter((text) => /\p{L}{2}/u.test(text))
        .map((text) => `${path.basename(file)}: ${text}`),
    );
    expect(words).toEqual([]);
  });

  it.each([
    ['fr', 0, 'Un champ'],
    ['fr', 1, 'Un champ'],
    ['fr', 2, '2 champs'],
    ['en', 0, '0 fields'],
    ['en', 1, 'One field'],
  ] as const)('should count in %s: %i → %s', (language, n, start) => {
    const said = translateCount(language, 'common.errorSummary', n);
    expect(said.slice(0, start.length)).toBe(start);
  });

  it('should not let French punctuation start a line', () => {
    expect(translate('fr', 'start.title', { name: 'X' })).toBe('Démarrer\u00a0: X');
  });
});
