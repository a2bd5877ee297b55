/**
 * Compiles the program into dist/ with esbuild: the server file by file as CommonJS (folder names kept,
 * so that worker threads and migrations are found beside their importers), the browser islands as bundles.
 * Types are checked elsewhere (`npm run types`).
 */
import { rename, rm, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const serverFolders = ['src', 'workers', 'migrations', 'bench', 'processes', 'examples'];
/** What benchmarks share with the tests: the servers that both start. */
const benchKit = ['ports', 'postgresql', 'zeebe', 'zeebe-distribution'].map((name) => `tests/kit/${name}.ts`);
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

const all = [...(await Promise.all(serverFolders.map(typescriptFiles))).flat(), ...benchKit];
const server = all.filter((file) => !file.startsWith(islandFolder + path.sep));
const islands = all.filter((file) => path.dirname(file) === islandFolder);

// Built aside and swapped in, so that what runs from dist/ meanwhile always finds its files.
const fresh = `dist.new-${process.pid}`;
const old = `dist.old-${process.pid}`;
try {
  await Promise.all([
    build({
      absWorkingDir: root,
      entryPoints: server,
      outbase: '.',
      outdir: fresh,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      // An import() is a require later, by the same rules and from the same folder.
      supported: { 'dynamic-import': false },
      sourcemap: true,
      logLevel: 'warning',
    }),
    build({
      absWorkingDir: root,
      entryPoints: islands,
      outbase: islandFolder,
      outdir: path.join(fresh, 'public'),
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2021',
      loader: { '.woff': 'file', '.woff2': 'file', '.ttf': 'file', '.eot': 'file', '.svg': 'dataurl' },
      logLevel: 'warning',
    }),
  ]);
  await rename(path.join(root, 'dist'), path.join(root, old)).catch(() => undefined);
  await rename(path.join(root, fresh), path.join(root, 'dist'));
  await rm(path.join(root, old), { recursive: true, force: true });
} finally {
  await rm(path.join(root, fresh), { recursive: true, force: true });
}
