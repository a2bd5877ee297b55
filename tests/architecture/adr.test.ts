import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';

const folder = path.join(projectRoot, 'docs', 'adr');
const files = readdirSync(folder)
  .filter((name) => /^\d{4}-/.test(name))
  .sort();
const index = readFileSync(path.join(folder, 'README.md'), 'utf8');

describe('the decisions', () => {
  test('are numbered without hole or double', () => {
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, position) => position + 1));
  });

  test.each(files)('%s is in the index by its title', (name) => {
    const title = /^# (\d+)\. (.*)$/m.exec(readFileSync(path.join(folder, name), 'utf8'));
    expect(Number(title?.[1])).toBe(Number(name.slice(0, 4)));
    expect(index).toContain(`- [${title?.[1] ?? ''}](${name}) ${title?.[2] ?? ''}`);
  });
});
