/** The table of docs/conformance.md: each entry names scenarios, which must exist. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { scripts } from './scenarios';

const HEADING = '## Behaviour that is easy to get wrong';

function rows(): { entry: string; scenarios: string[] }[] {
  const text = readFileSync(path.join(projectRoot, 'docs/conformance.md'), 'utf8');
  const section = text.slice(text.indexOf(HEADING)).split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (entry|-+) /.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, entry = '', named = '']) => ({ entry, scenarios: named.split(';').map((name) => name.trim()) }));
}

describe('what is easy to get wrong', () => {
  const names = new Set(scripts.map(({ name }) => name));

  test('is a table', () => {
    expect(rows().length).toBeGreaterThan(30);
  });

  test.each(rows())('$entry', ({ scenarios }) => {
    expect(scenarios.filter((name) => !names.has(name))).toEqual([]);
  });
});
