import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentVariables } from '../../src/config/environment';
import { projectRoot } from '../../src/config/root';

const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8');
const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('README', () => {
  test('names every environment variable that the program reads', () => {
    expect(environmentVariables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  test('names only scripts that exist', () => {
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });
});
