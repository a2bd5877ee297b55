/** Documents of variables, well-formed or not: what is accepted comes back as it was sent, the rest changes nothing. */
import fc from 'fast-check';
import { fuzzRuns } from './runs';
import { events, openWatchedEngine, UNEXPLAINED, type WatchedEngine } from './watched-engine';

jest.setTimeout(300_000);

/** Nothing has it. */
const KEY = '2251799813685999';

const PROCESS = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="urn:test">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="s" /><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t" />
    <bpmn:serviceTask id="t"><bpmn:extensionElements><zeebe:taskDefinition type="work" /></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e" /><bpmn:endEvent id="e" />
  </bpmn:process>
</bpmn:definitions>`;

let engine: WatchedEngine;
beforeAll(async () => {
  engine = await openWatchedEngine();
  const resources = [{ name: 'p.bpmn', content: Buffer.from(PROCESS) }];
  expect((await engine.call('DeployResource', { resources })).outcome.status).toBe('OK');
});
afterAll(() => engine.stop());

const create = (variables: string) =>
  engine.call('CreateProcessInstance', { bpmnProcessId: 'p', version: -1, variables });

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', 'a.b', ' ', '"', 'é', '\u0000', 'toString', '[0]', '\ud800'),
);
/** JSON writes it as an integer of more than 64 bits: Zeebe refuses that, and so do we. */
const beyondLong = (value: number): boolean => Math.abs(value) >= 2 ** 63 && Math.abs(value) < 1e21;

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\ud800', 'a\udc00', '\u0000', '\u2028'),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !beyondLong(value)),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5 }),
  ),
})).value;
const documents = fc.dictionary(name, values, { maxKeys: 6 });

/** As JSON has it: no negative zero. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** As JSON carries it; half a character becomes a question mark, as in Zeebe. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(HALF, '?');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return JSON.parse(JSON.stringify(value)) as unknown;
  const entries = Object.entries(value).map(([key, one]) => [key.replace(HALF, '?'), plain(one)]);
  return Object.fromEntries(entries) as unknown;
}

test('should give back each document as it was sent', async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (document) => {
      const { outcome, records } = await create(JSON.stringify(document));
      expect(outcome.status).toBe('OK');
      const made = events(records).filter(({ valueType }) => valueType === 'VARIABLE');
      const kept = Object.fromEntries(
        made.map(({ value }) => [String(value['name']), JSON.parse(String(value['value'])) as unknown]),
      );
      const named = Object.entries(document).map(([name, value]) => [name, plain(value)]);
      expect(kept).toEqual(Object.fromEntries(named));
    }),
    fuzzRuns(200),
  );
});

const garbled = fc
  .record({
    document: documents,
    at: fc.nat(),
    by: fc.constantFrom(
      '',
      '"',
      '{',
      '}',
      ',',
      ':',
      '\\',
      '\u0000',
      'NaN',
      '1e999',
      '//',
      "'",
      '[',
      '\ud800',
      '00',
      '-',
    ),
    lost: fc.nat({ max: 5 }),
  })
  .map(({ document, at, by, lost }) => {
    const text = JSON.stringify(document);
    const from = at % (text.length + 1);
    return text.slice(0, from) + by + text.slice(from + lost);
  });
const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const others = fc.constantFrom(
  '[]',
  'null',
  '1',
  '"a"',
  '[{"a":1}]',
  '{"a":1}{"b":2}',
  '[['.repeat(5_000),
  '{"a":'.repeat(20_000),
);

test('should keep what nests as deep as is allowed', async () => {
  const { outcome, records } = await create(deep(2_000));
  expect(outcome.status).toBe('OK');
  expect(events(records).find(({ valueType }) => valueType === 'VARIABLE')?.value['value']).toBe(
    deep(2_000).slice(5, -1),
  );
});

test('should refuse what is no document, and change nothing', async () => {
  const rpcs: Readonly<Record<string, (variables: string) => object>> = {
    CreateProcessInstance: (variables) => ({ bpmnProcessId: 'p', version: -1, variables }),
    PublishMessage: (variables) => ({ name: 'm', correlationKey: 'k', variables }),
    BroadcastSignal: (variables) => ({ signalName: 'm', variables }),
    SetVariables: (variables) => ({ elementInstanceKey: KEY, variables }),
    CompleteJob: (variables) => ({ jobKey: KEY, variables }),
  };
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(rpcs)),
      fc.oneof({ weight: 5, arbitrary: garbled }, { weight: 1, arbitrary: others }),
      async (rpc, variables) => {
        const { outcome, records } = await engine.call(rpc, rpcs[rpc]!(variables));
        expect(UNEXPLAINED).not.toContain(outcome.status);
        if (outcome.status === 'OK') return;
        refused += 1;
        expect(outcome.details).not.toBe('');
        expect(events(records)).toEqual([]);
      },
    ),
    fuzzRuns(400),
  );
  expect(refused).toBeGreaterThan(100);
  process.stdout.write(
    `${refused} refused; at most ${Math.round(engine.slowest().millis)} ms of CPU for a call\n`,
  );
  expect((await engine.call('Topology', {})).outcome.status).toBe('OK');
});
