/** `npm run bench`: measures, prints a table, writes data/bench/latest.json. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../src/config/root';
import { table, type Measurement } from './measurement';
import { measureProgram } from './program';

/** What `npm start` does before the program starts. */
function measureBuild(): Measurement {
  const began = performance.now();
  execFileSync(process.execPath, [path.join(projectRoot, 'scripts/build.mjs')], { cwd: projectRoot });
  return { name: 'build', engine: 'embedded', value: (performance.now() - began) / 1000, unit: 's' };
}

/** Each benchmark in turn; a real Zeebe's, where one can be started, are to be added here with engine `zeebe`. */
async function measureAll(): Promise<Measurement[]> {
  return [measureBuild(), ...(await measureProgram('embedded'))];
}

async function main(): Promise<void> {
  const load = os.loadavg()[0] ?? 0;
  const measurements = await measureAll();
  const machine = {
    node: process.version,
    cpus: os.cpus().length,
    cpu: os.cpus()[0]?.model ?? 'unknown',
    /** Processes that wanted a CPU in the minute before: above the number of CPUs, figures tell little. */
    load,
  };
  console.log(
    `\nNode ${machine.node}, ${machine.cpus} × ${machine.cpu}, load ${load.toFixed(1)}\n\n${table(measurements)}\n`,
  );
  const file = path.join(projectRoot, 'data/bench/latest.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ at: new Date().toISOString(), machine, measurements }, null, 2)}\n`,
  );
  console.log(`Written to ${path.relative(process.cwd(), file)}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
