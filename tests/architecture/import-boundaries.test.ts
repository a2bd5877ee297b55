import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../src/config/root';
import { boundaries } from './boundaries';

function sources(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

/** Imports of ours, as paths from the project's root; packages are left out. */
function ownImports(file: string): string[] {
  const text = readFileSync(path.join(projectRoot, file), 'utf8');
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map((imported) => imported.fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.normalize(path.join(path.dirname(file), name)));
}

const within = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder + path.sep);

function violations(folder: string, allowed: readonly string[]): string[] {
  return sources(folder).flatMap((file) =>
    ownImports(file)
      .filter((target) => !within(target, folder) && !allowed.some((other) => within(target, other)))
      .map((target) => `${file} imports ${target}`),
  );
}

describe('the arrows of the design', () => {
  test.each(Object.entries(boundaries))('%s imports only what it may', (folder, allowed) => {
    expect(violations(folder, allowed)).toEqual([]);
  });

  test('every folder of src has its arrows written down', () => {
    const folders = readdirSync(path.join(projectRoot, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `src/${entry.name}`);
    expect(folders.filter((folder) => !(folder in boundaries))).toEqual([]);
  });

  test('only the module src/zeebe knows zeebe-node', () => {
    const users = [...sources('src'), ...sources('workers')].filter((file) =>
      /from 'zeebe-node'|require\('zeebe-node'\)/.test(readFileSync(path.join(projectRoot, file), 'utf8')),
    );
    expect(users.filter((file) => !within(file, 'src/zeebe'))).toEqual([]);
  });

  test('the engine has no clock, no random, no input and no output', () => {
    const forbidden = /Date\.now|new Date\(\)|Math\.random|from 'node:|setTimeout|setInterval|performance\./;
    const guilty = sources('src/engine').filter((file) =>
      forbidden.test(readFileSync(path.join(projectRoot, file), 'utf8')),
    );
    expect(guilty).toEqual([]);
  });
});
