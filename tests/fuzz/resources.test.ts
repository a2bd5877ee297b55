/** Resources that were damaged at random: deployed or refused with a reason, never half deployed. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { projectRoot } from '../../src/config/root';
import { fuzzRuns } from './runs';
import { events, openWatchedEngine, UNEXPLAINED, type WatchedEngine } from './watched-engine';

jest.setTimeout(300_000);

interface Resource {
  readonly name: string;
  readonly text: string;
}

function resourcesUnder(folder: string): Resource[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(bpmn|dmn|form)$/.test(entry.name))
    .map(({ name, parentPath }) => ({ name, text: readFileSync(path.join(parentPath, name), 'utf8') }));
}

const resources = [
  ...resourcesUnder(path.join(projectRoot, 'tests/bpmn/fixtures')),
  ...resourcesUnder(path.join(projectRoot, 'processes')),
].filter(({ text }) => text.length < 60_000);

type Damage = (text: string, at: number, length: number) => string;

const tags = (text: string): RegExpMatchArray[] => [...text.matchAll(/<[^>]*>/g)];
const attributes = (text: string): RegExpMatchArray[] => [...text.matchAll(/[\w:]+="([^"]*)"/g)];

function replaceOne(text: string, found: readonly RegExpMatchArray[], at: number, by: string): string {
  const match = found[Math.floor(at * found.length)];
  if (match?.index === undefined) return text;
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}

const HOSTILE = [
  '',
  '=',
  '= 1 +',
  '=null',
  '-1',
  '99999999999999999999',
  'a b',
  '=a[',
  'P',
  'R/PT0S',
  '__proto__',
  '&#0;',
  '*',
];

const DAMAGES: Readonly<Record<string, Damage>> = {
  'cut off': (text, at) => text.slice(0, Math.floor(at * text.length)),
  'a piece lost': (text, at, length) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + text.slice(from + length);
  },
  'a piece twice': (text, at, length) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from + length) + text.slice(from);
  },
  'a tag lost': (text, at) => replaceOne(text, tags(text), at, ''),
  'a tag twice': (text, at) => {
    const found = tags(text);
    return replaceOne(text, found, at, (found[Math.floor(at * found.length)]?.[0] ?? '').repeat(2));
  },
  'a value changed': (text, at, length) => {
    const found = attributes(text);
    const whole = found[Math.floor(at * found.length)]?.[0] ?? '';
    const changed = whole.replace(/"[^"]*"/, `"${HOSTILE[length % HOSTILE.length]}"`);
    return replaceOne(text, found, at, changed);
  },
  'a value taken from elsewhere': (text, at, length) => {
    const found = attributes(text);
    const other = found[length % Math.max(1, found.length)]?.[1] ?? '';
    const whole = found[Math.floor(at * found.length)]?.[0] ?? '';
    return replaceOne(
      text,
      found,
      at,
      whole.replace(/"[^"]*"/, () => `"${other}"`),
    );
  },
  'an attribute lost': (text, at) => replaceOne(text, attributes(text), at, ''),
  'a character changed': (text, at, length) => {
    const from = Math.floor(at * text.length);
    return text.slice(0, from) + String.fromCharCode(length * 97) + text.slice(from + 1);
  },
};

const damaged = fc
  .record({
    resource: fc.constantFrom(...resources),
    damages: fc.array(
      fc.record({
        kind: fc.constantFrom(...Object.keys(DAMAGES)),
        at: fc.double({ min: 0, max: 0.9999, noNaN: true }),
        length: fc.integer({ min: 1, max: 400 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ resource, damages }) => ({
    name: resource.name,
    content: damages.reduce((text, { kind, at, length }) => DAMAGES[kind]!(text, at, length), resource.text),
  }));

let engine: WatchedEngine;
beforeAll(async () => {
  engine = await openWatchedEngine();
});
afterAll(() => engine.stop());

const deploy = (name: string, content: string) =>
  engine.call('DeployResource', { resources: [{ name, content: Buffer.from(content) }] });

test('should deploy or refuse each, with a reason, and leave nothing of a refused one', async () => {
  let refused = 0;
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(damaged, async ({ name, content }) => {
      const { outcome, records } = await deploy(name, content);
      expect(UNEXPLAINED).not.toContain(outcome.status);
      if (outcome.status === 'OK') {
        accepted += 1;
        return;
      }
      refused += 1;
      expect(outcome.details).not.toBe('');
      expect(events(records)).toEqual([]);
    }),
    fuzzRuns(300),
  );
  const { millis, what } = engine.slowest();
  process.stdout.write(
    `${refused} refused, ${accepted} deployed; at most ${Math.round(millis)} ms of CPU: ${what.slice(0, 120)}\n`,
  );
  // Else the damage is too mild, or too heavy, to tell anything.
  expect(refused).toBeGreaterThan(50);
  expect(accepted).toBeGreaterThan(20);
  expect((await engine.call('Topology', {})).outcome.status).toBe('OK');
});
