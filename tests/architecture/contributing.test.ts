/** CONTRIBUTING.md is followed to the letter: a newcomer who copies its recipe for a worker gets a worker. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';

jest.setTimeout(180_000);

const text = readFileSync(path.join(projectRoot, 'CONTRIBUTING.md'), 'utf8');
const recipes = [
  'BPMN element',
  'worker',
  'page',
  'route',
  'projection',
  'procedure',
  'form field',
  'connector',
  'migration',
];

/** The file that the recipe shows: its name stands in the first line, as a comment. */
function shownFile(): { name: string; content: string } {
  const code = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const content = code.replace(/^ {3}/gm, '');
  return { name: /^\/\/ (\S+)/.exec(content.trimStart())?.[1] ?? '', content };
}

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'logigramme-contributing-'));
  for (const name of ['src', 'workers', 'migrations', 'processes', 'scripts', 'package.json', 'tests/kit']) {
    cpSync(path.join(projectRoot, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test.each(recipes)('there is a recipe for a %s', (recipe) => {
  expect(text).toMatch(new RegExp(`^## To add an? ${recipe}`, 'm'));
});

test('the folders and files that the recipes name exist', () => {
  const named = [
    ...text.matchAll(/`((?:src|tests|scripts|docs|workers|migrations|processes|templates)\/[^`\s<>*]*)`/g),
  ].map((match) => match[1] ?? '');
  const missing = named.filter(
    (name) => name !== shownFile().name && !existsSync(path.join(projectRoot, name)),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});

test('the worker of the recipe is found, described and listed', () => {
  // given
  const { name, content } = shownFile();
  expect(name).toBe('workers/greet-requester.ts');
  writeFileSync(path.join(copy, name), content);

  // when
  const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  node('scripts/build.mjs');
  const contracts = JSON.parse(node('dist/src/main/contracts-main.js', 'json')) as { jobType: string }[];

  // then
  expect(contracts.find(({ jobType }) => jobType === 'greet-requester')).toMatchObject({
    description: 'Prépare une formule de politesse pour le demandeur.',
    input: { required: ['demandeur'] },
    output: { required: ['formule'] },
    connector: null,
    written: true,
  });
});
