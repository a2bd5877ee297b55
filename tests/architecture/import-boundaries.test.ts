import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { architecturePicture } from './picture';
import { boundaries } from './boundaries';
import { circlesOf, importGraph, roomOf, sourcesIn } from './imports';

const rooms = Object.keys(boundaries);
const graph = importGraph(['src', 'workers', 'migrations']);
const arrows = [...graph].flatMap(([file, targets]) => targets.map((target) => ({ file, target })));
const between = arrows
  .map((arrow) => ({ ...arrow, from: roomOf(arrow.file, rooms), to: roomOf(arrow.target, rooms) }))
  .filter(({ from, to }) => from !== to);

describe('the arrows of the design', () => {
  test('every file stands in a room, none loose under src/', () => {
    expect([...graph.keys()].filter((file) => roomOf(file, rooms) === null)).toEqual([]);
    const entries = readdirSync(path.join(projectRoot, 'src'), { withFileTypes: true });
    expect(entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).toEqual([]);
  });

  test('a file imports only what its room may', () => {
    const refused = between.filter(({ from, to }) => !boundaries[from ?? '']?.includes(to ?? ''));
    expect(refused.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test('every permission is used', () => {
    const used = new Set(between.map(({ from, to }) => `${from} → ${to}`));
    const given = Object.entries(boundaries).flatMap(([from, targets]) =>
      targets.map((to) => `${from} → ${to}`),
    );
    expect(given.filter((arrow) => !used.has(arrow))).toEqual([]);
  });

  test('rooms import rooms of lower layers only', () => {
    const upwards = Object.entries(boundaries).flatMap(([from, targets]) =>
      targets.filter((to) => rooms.indexOf(to) >= rooms.indexOf(from)).map((to) => `${from} → ${to}`),
    );
    expect(upwards).toEqual([]);
  });

  test(`no file imports itself by a way round: ${graph.size} modules, ${arrows.length} arrows`, () => {
    expect(circlesOf(graph).map((circle) => circle.join('\n  → '))).toEqual([]);
  });

  test('docs/architecture.md shows these arrows', () => {
    const text = readFileSync(path.join(projectRoot, 'docs', 'architecture.md'), 'utf8');
    expect(text).toContain(architecturePicture(boundaries));
  });

  test('only the module src/zeebe knows zeebe-node', () => {
    const users = [...sourcesIn('src'), ...sourcesIn('workers')].filter((file) =>
      /from 'zeebe-node'|require\('zeebe-node'\)/.test(readFileSync(path.join(projectRoot, file), 'utf8')),
    );
    expect(users.filter((file) => !file.startsWith('src/zeebe/'))).toEqual([]);
  });

  test('the engine has no clock, no random, no input and no output', () => {
    const forbidden = /Date\.now|new Date\(\)|Math\.random|from 'node:|setTimeout|setInterval|performance\./;
    const guilty = sourcesIn('src/engine').filter((file) =>
      forbidden.test(readFileSync(path.join(projectRoot, file), 'utf8')),
    );
    expect(guilty).toEqual([]);
  });
});
