/**
 * `npm run layout -- processes/<folder>/<file>.bpmn …`: draws the diagrams of these files anew, by the rules that
 * tests/kit/diagram-rules checks. Steps keep the columns and rows that they have in the drawing, if there is one.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { layOut } from './layout/index.mjs';

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('Expected one or more BPMN files: npm run layout -- processes/<folder>/<file>.bpmn');
  process.exitCode = 1;
}
for (const file of files) {
  await writeFile(file, await layOut(await readFile(file, 'utf8')));
  console.log(`${file}: laid out; look at it with npm run render`);
}
