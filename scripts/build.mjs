/**
 * Compiles the program into dist/ with esbuild: the server file by file as CommonJS (folder names kept,
 * so that worker threads and migrations are found beside their importers), the browser islands as bundles.
 * Types are checked elsewhere (`npm run types`).
 */
import { rm, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const serverFolders = ['src', 'workers', 'migrations', 'bench', 'processes'];
const islandFolder = path.join('src', 'web', 'islands');

async function exists(folder) {
  return stat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

async function typescriptFiles(folder) {
  if (!(await exists(path.join(root, folder)))) return [];
  const names = await readdir(path.join(root, folder), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
}

const all = (await Promise.all(serverFolders.map(typescriptFiles))).flat();
const server = all.filter((file) => !file.startsWith(islandFolder + path.sep));
const islands = all.filter((file) => path.dirname(file) === islandFolder);

await rm(path.join(root, 'dist'), { recursive: true, force: true });
await Promise.all([
  build({
    absWorkingDir: root,
    entryPoints: server,
    outbase: '.',
    outdir: 'dist',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: true,
    logLevel: 'warning',
  }),
  build({
    absWorkingDir: root,
    entryPoints: islands,
    outbase: islandFolder,
    outdir: 'dist/public',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2021',
    loader: { '.woff': 'file', '.woff2': 'file', '.ttf': 'file', '.eot': 'file', '.svg': 'dataurl' },
    logLevel: 'warning',
  }),
]);
