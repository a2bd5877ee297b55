/** Numbers from client to engine to client: by the raw protocol and by the client that the program itself uses. */
import pino from 'pino';
import { parseJson, printJson } from '../../src/json';
import { createZeebeClient, type ZeebeClient } from '../../src/zeebe';
import { line } from '../conformance/kit/steps';
import { element, task } from '../engine/kit/bpmn';
import { openEmbedded, type OpenEmbedded } from './embedded';
import { openRawClient, type RawClient } from './raw-client';

/** In the order of Zeebe's: short names first. */
const TEXT =
  '{"id":12345678901234567,"huge":18446744073709551615,"list":[[1.0],{"a":-0.0}],"long":9223372036854775807,"small":2.5E-7,"whole":40.0}';

let engine: OpenEmbedded;
let raw: RawClient;
let client: ZeebeClient;

beforeAll(async () => {
  engine = await openEmbedded();
  raw = openRawClient(engine.address);
  client = createZeebeClient({ address: engine.address, logger: pino({ level: 'silent' }) });
  const files = [
    line('gn-nothing', [['m', element('manualTask', 'm')]]),
    line('gn-work', [['t', task('t', 'gn-work')]]),
  ];
  await client.deploy(files);
}, 60_000);
afterAll(async () => {
  raw.close();
  await client.close();
  await engine.stop();
});

const withResult = (bpmnProcessId: string, variables: string) =>
  raw.call('CreateProcessInstanceWithResult', {
    request: { bpmnProcessId, version: -1, variables },
    requestTimeout: 10_000,
  });

test('a result has the numbers as Zeebe prints them', async () => {
  const { reply } = await withResult('gn-nothing', TEXT);
  expect(reply?.['variables']).toBe(TEXT);
});

test.each(['18446744073709551616', '-9223372036854775809', '987654321098765432109876543210'])(
  '%s is refused in the words of Zeebe',
  async (number) => {
    const { status, details } = await withResult('gn-nothing', `{"a":{"b":[${number}]}}`);
    expect({ status, details }).toEqual({
      status: 'INVALID_ARGUMENT',
      details: 'MessagePack cannot serialize BigInteger larger than 2^64-1',
    });
  },
);

test('the client sends them and its workers get them and give them back', async () => {
  const seen: string[] = [];
  const worker = client.createWorker('gn-work', (job) => {
    seen.push(printJson(job.variables));
    return Promise.resolve({
      kind: 'complete',
      variables: { again: job.variables['list'], id: job.variables['id'] },
    });
  });
  const { reply } = await withResult('gn-work', TEXT);
  await client.createProcessInstance({
    bpmnProcessId: 'gn-nothing',
    variables: parseJson(TEXT) as object as never,
  });
  await worker.close();
  expect(parseJson(seen[0] ?? '')).toEqual(parseJson(TEXT));
  expect(parseJson(String(reply?.['variables']))).toEqual({
    ...(parseJson(TEXT) as object),
    again: (parseJson(TEXT) as { list: unknown }).list,
  });
});
