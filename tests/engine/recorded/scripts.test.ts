/** Each script here and, recorded, on a Zeebe 8.6.0 broker: equal streams. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { EngineRecord } from '../../../src/protocol/records';
import { TestEngine } from '../kit/test-engine';
import { formatTrace } from '../kit/trace';
import { normalise } from './normalise';
import { runScript } from './run-script';
import { awaiting, scripts } from './scripts';

function recordingOf(name: string): EngineRecord[] {
  const file = path.join(__dirname, 'scripts', `${name}.ndjson.gz`);
  if (!existsSync(file)) throw new Error(`Expected ${name} to be recorded, but it is not: run record.ts`);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as EngineRecord);
}

describe('the stream of the embedded engine equals that of a Zeebe broker', () => {
  test.each(scripts)('$name', async (script) => {
    const engine = new TestEngine();
    await runScript(engine, script);
    const theirs = recordingOf(script.name);
    // First the short form, which a person can read when they differ.
    expect(formatTrace(withoutPositions(engine.records))).toBe(formatTrace(withoutPositions(theirs)));
    expect(normalise(engine.records)).toEqual(normalise(theirs));
    expect(engine.isIdle()).toBe(true);
    await engine.restart();
  });

  test.each(awaiting)('$name is recorded for when the engine runs its elements', ({ name }) => {
    expect(recordingOf(name).length).toBeGreaterThan(0);
  });
});

function withoutPositions(records: readonly EngineRecord[]): EngineRecord[] {
  return normalise(records).map((record) => ({ ...(record as EngineRecord), position: '' }));
}
