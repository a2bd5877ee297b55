/** Writes the picture of rooms and arrows into docs/architecture.md, from tests/architecture/boundaries.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

async function load(name) {
  const entryPoints = [path.join(root, 'tests', 'architecture', `${name}.ts`)];
  const [file] = buildSync({
    entryPoints,
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  }).outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
}

const { architecturePicture } = await load('picture');
const { boundaries } = await load('boundaries');
const document = path.join(root, 'docs', 'architecture.md');
const text = readFileSync(document, 'utf8');
writeFileSync(
  document,
  text.replace(/```mermaid[\s\S]*?```/, () => architecturePicture(boundaries)),
);
