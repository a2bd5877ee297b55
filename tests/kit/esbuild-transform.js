/** Compiles a test's files for jest as scripts/build.mjs compiles the program: esbuild, CommonJS. */
const { createHash } = require('node:crypto');
const path = require('node:path');
const { transformSync, version } = require('esbuild');

const LOADERS = { '.ts': 'ts', '.js': 'js', '.mjs': 'js' };
const OPTIONS = {
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  // Inside jest's module system only require works.
  supported: { 'dynamic-import': false },
};
const SETTINGS = version + JSON.stringify(OPTIONS);

module.exports = {
  getCacheKey: (source, file) => createHash('sha256').update(`${SETTINGS}\n${file}\n${source}`).digest('hex'),
  process: (source, file) =>
    transformSync(source, { ...OPTIONS, loader: LOADERS[path.extname(file)] ?? 'js', sourcefile: file }),
};
