/**
 * Streams recorded from a Zeebe 8.6.0 broker, and the same commands here: the records are equal but for times and
 * positions. Keys are compared by the order in which they first appear.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineRecord } from '../../../src/protocol/records';
import { TestEngine } from '../kit/test-engine';
import { normalise } from './normalise';

const HOUR = 3_600_000;

const recorded = readdirSync(__dirname)
  .filter((name) => name.endsWith('.ndjson'))
  .sort()
  .map((name) => ({
    name,
    records: readFileSync(path.join(__dirname, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as EngineRecord),
  }));

function resource(fileName: string): { name: string; content: string } {
  const records = recorded.flatMap((file) => file.records);
  const found = records.find(
    ({ value }) => value['resourceName'] === fileName && value['resource'] !== undefined,
  );
  const content = Buffer.from(String(found?.value['resource']), 'base64').toString('utf8');
  return { name: fileName, content };
}

let job = 0;

const scripts: Readonly<Record<string, (engine: TestEngine) => Promise<void> | void>> = {
  '01-simple-deploy-complete': async (engine) => {
    await engine.deploy(resource('simple.bpmn'));
    await engine.deploy(resource('simple.bpmn'));
    engine.create('simple', { a: 1, texte: 'é' });
    engine.complete('work', { r: 5 });
  },
  '02-fail-backoff-incident-a': (engine) => {
    engine.create('simple', { a: 1 });
    job = engine.jobOf('work').key;
    engine.accept('JOB', 'FAIL', job, { retries: 1, retryBackoff: 100, errorMessage: 'panne' });
    engine.advance(200);
    engine.jobOf('work');
    engine.accept('JOB', 'FAIL', job, { retries: 0, errorMessage: 'panne' });
  },
  '03-retries-resolve-uncaught-error': (engine) => {
    engine.accept('JOB', 'UPDATE_RETRIES', job, { retries: 2 });
    engine.accept('INCIDENT', 'RESOLVE', engine.incidents()[0]!.key);
    engine.jobOf('work');
    engine.accept('JOB', 'THROW_ERROR', job, { errorCode: 'X', errorMessage: 'm' });
  },
  '04-mapping-and-cancel': (engine) => {
    const key = engine.create('simple');
    engine.accept('PROCESS_INSTANCE', 'CANCEL', key);
  },
  '05-user-receive-timer-message': async (engine) => {
    await engine.deploy(resource('f.form'));
    await engine.deploy(resource('user.bpmn'));
    engine.create('user', { ok: true, cle: 'k1' });
    engine.complete('io.camunda.zeebe:userTask');
    engine.advance(HOUR + 1000);
    engine.publish('arrive', 'k1', { variables: { qte: 3 }, id: 'id1' });
  },
  '06-message-boundary-and-expiry': (engine) => {
    engine.create('user', { ok: true, cle: 'k2' });
    engine.complete('io.camunda.zeebe:userTask');
    engine.publish('retire', 'k2', { ttl: 60_000 });
    engine.publish('nobody', 'k2', { variables: { v: 1 }, ttl: 1000 });
    engine.advance(120_000);
  },
  '07-subprocess-parallel-timer-terminate': async (engine) => {
    await engine.deploy(resource('sub.bpmn'));
    engine.create('sub');
    engine.complete('a', { o: 1 });
    engine.advance(HOUR + 1000);
  },
  '08-error-boundary': (engine) => {
    engine.create('sub');
    engine.accept('JOB', 'THROW_ERROR', engine.jobOf('a').key, { errorCode: 'E1', errorMessage: 'boum' });
  },
  '09-rejections': (engine) => {
    engine.create('user');
  },
};

describe('the streams of a Zeebe broker', () => {
  const engine = new TestEngine();
  const theirKeys = new Map<string, string>();
  const ourKeys = new Map<string, string>();

  test.each(recorded)('$name', async ({ name, records }) => {
    const before = engine.records.length;
    await scripts[name.replace('.ndjson', '')]!(engine);
    const ours = normalise(engine.records.slice(before), ourKeys);
    expect(ours).toEqual(normalise(records, theirKeys));
  });
});
