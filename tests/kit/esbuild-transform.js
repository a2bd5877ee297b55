/** Compiles a test's files for jest as scripts/build.mjs compiles the program: esbuild, CommonJS. */
const path = require('node:path');
const { transformSync } = require('esbuild');

const LOADERS = { '.ts': 'ts', '.js': 'js', '.mjs': 'js' };

module.exports = {
  process(source, file) {
    const { code } = transformSync(source, {
      loader: LOADERS[path.extname(file)] ?? 'js',
      format: 'cjs',
      target: 'node20',
      // Inside jest's module system only require works.
      supported: { 'dynamic-import': false },
      sourcemap: 'inline',
      sourcefile: file,
    });
    return { code };
  },
};
