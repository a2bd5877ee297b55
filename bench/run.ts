/**
 * `npm run bench -- [part or variant …]`: measures, prints a table, writes data/bench/latest.json.
 * Without a part all parts, without a variant all variants.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../src/config/root';
import { findJavaHome, ZeebeUnavailableError } from '../tests/kit/zeebe-distribution';
import { measureCeiling } from './ceiling';
import { missing } from './engine-process';
import { measureIngest } from './ingest';
import { table, VARIANTS, type Measurement, type Variant } from './measurement';
import { measureMail } from './mail';
import { measureMaps } from './maps';
import { measureMultiInstance } from './multi-instance';
import { measureProgram } from './program';
import { measureScale } from './scale';
import { measureStart } from './start';
import { measureWorkers } from './workers';
import { measureWorkloads, type WorkloadPart } from './workloads';

const WORKLOADS: readonly WorkloadPart[] = ['w1', 'w2', 'w3'];

type Part = (variants: readonly Variant[]) => Promise<Measurement[]>;

/** In the order in which they run. The workloads are one run: their engines are warm then. */
const PARTS: Readonly<Record<string, Part>> = {
  ceiling: measureCeiling,
  start: measureStart,
  scale: measureScale,
  multi: measureMultiInstance,
  ingest: measureIngest,
  mail: measureMail,
  maps: measureMaps,
  workers: measureWorkers,
  program: async () => [measureBuild(), ...(await measureProgram())],
};

/** What `npm start` does before the program starts. */
function measureBuild(): Measurement {
  const began = performance.now();
  execFileSync(process.execPath, [path.join(projectRoot, 'scripts/build.mjs')], { cwd: projectRoot });
  return { name: 'build', unit: 's', values: { pglite: (performance.now() - began) / 1000 } };
}

interface Choice {
  readonly parts: readonly string[];
  readonly variants: readonly Variant[];
}

function choose(words: readonly string[]): Choice {
  const known = [...WORKLOADS, ...Object.keys(PARTS)];
  const variants = VARIANTS.filter((variant) => words.includes(variant));
  const parts = known.filter((part) => words.includes(part));
  const unknown = words.filter((word) => ![...known, ...VARIANTS].includes(word as Variant));
  if (unknown.length > 0) {
    const choices = [...known, ...VARIANTS].join(', ');
    throw new Error(`Expected parts and variants (${choices}), but got ${unknown.join(', ')}`);
  }
  return {
    parts: parts.length > 0 ? parts : known,
    variants: variants.length > 0 ? variants : VARIANTS,
  };
}

async function reasonAgainst(variant: Variant): Promise<string | undefined> {
  if (variant !== 'zeebe') return missing(variant);
  return findJavaHome().then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ZeebeUnavailableError) return error.message;
      throw error;
    },
  );
}

async function available(variants: readonly Variant[]): Promise<Variant[]> {
  const found: Variant[] = [];
  for (const variant of variants) {
    const reason = await reasonAgainst(variant);
    if (reason === undefined) found.push(variant);
    else console.log(`Without ${variant}: ${reason}`);
  }
  return found;
}

async function measure({ parts, variants }: Choice): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  const workloads = WORKLOADS.filter((part) => parts.includes(part));
  if (workloads.length > 0) measurements.push(...(await measureWorkloads(workloads, variants)));
  for (const [name, part] of Object.entries(PARTS)) {
    if (parts.includes(name)) measurements.push(...(await part(variants)));
  }
  return measurements;
}

async function main(): Promise<void> {
  const choice = choose(process.argv.slice(2));
  const load = os.loadavg()[0] ?? 0;
  const variants = await available(choice.variants);
  const measurements = await measure({ ...choice, variants });
  const machine = {
    node: process.version,
    cpus: os.cpus().length,
    cpu: os.cpus()[0]?.model ?? 'unknown',
    /** Processes that wanted a CPU in the minute before: above the number of CPUs, only ratios tell much. */
    load,
  };
  console.log(
    `\nNode ${machine.node}, ${machine.cpus} × ${machine.cpu}, load ${load.toFixed(1)}. In brackets: of Zeebe's.\n\n` +
      `${table(measurements)}\n`,
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
