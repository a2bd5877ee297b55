/**
 * Random seeds on the embedded engine and on a real Zeebe 8.6.0, compared (Java 21+):
 * `npm run random -- <first seed> <how many> [--record]`. With `--record` what Zeebe did becomes the golden recordings.
 */
import { Broker } from '../kit/broker';
import { describeDifferences, differences, VERDICTS, type Verdict } from '../kit/compare';
import { compacted } from '../kit/recording';
import { driveSeed, type Driven } from './drive';
import { writeGolden, type Golden } from './golden';
import { runSideBySide, type SideBySide } from './side-by-side';

const BATCH = 100;

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

function report({ script, recording }: Driven, { seed, recording: theirs, stopped }: SideBySide): Verdict[] {
  const found = differences(compacted(theirs), compacted(recording));
  const differing = VERDICTS.filter((verdict) => found[verdict] !== '');
  if (differing.length === 0 && stopped === undefined) return [];
  const [, ...steps] = script.steps;
  tell(
    `\n=== seed ${seed} differs: ${differing.join(', ')}${stopped === undefined ? '' : `; stopped: ${stopped}`}`,
  );
  tell(`${script.steps.length} steps, ${recording.records.length} records: ${JSON.stringify(steps)}`);
  tell(describeDifferences(found));
  return stopped === undefined ? differing : [...VERDICTS];
}

async function main(): Promise<void> {
  const [first = 1, count = 100] = process.argv.slice(2).map(Number);
  const record = process.argv.includes('--record');
  const broker = await Broker.start();
  const began = Date.now();
  const counts = new Map<Verdict, number>(VERDICTS.map((verdict) => [verdict, 0]));
  const golden: Golden[] = [];
  for (let from = first; from < first + count; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, first + count - from) }, (_, index) => from + index);
    const driven: Driven[] = [];
    for (const seed of seeds) driven.push(await driveSeed(seed));
    const theirs = await runSideBySide(broker, driven);
    for (const [index, ours] of driven.entries()) {
      const their = theirs[index] as SideBySide;
      for (const verdict of report(ours, their)) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
      golden.push({ seed: ours.seed, script: ours.script, recording: their.recording });
    }
    tell(
      `seeds ${first} to ${seeds.at(-1)}: ${summary(counts, (seeds.at(-1) ?? 0) - first + 1)}, ${Date.now() - began} ms`,
    );
  }
  if (record) writeGolden(golden);
  await broker.stop();
  process.exit(0);
}

function summary(counts: ReadonlyMap<Verdict, number>, of: number): string {
  return VERDICTS.map((verdict) => `${verdict} ${of - (counts.get(verdict) ?? 0)}/${of}`).join(', ');
}

void main();
