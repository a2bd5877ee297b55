/**
 * Procedure B on a real Zeebe: the table of tests/processes/b.scenarios.ts, and each walk's record stream held
 * against the embedded engine's.
 *
 * Without `ZEEBE_ADDRESS` a Zeebe 8.6.0 is started. With it, that one is used: its Elasticsearch exporter must
 * deliver to this machine's port `INGEST_PORT` (default 9290) with a bulk delay of a second or so, no other
 * program may work on its jobs, and its clock must be right. Only on a broker of our own is the stream of the
 * whole run compared too, for another may have a history.
 */
import { rm } from 'node:fs/promises';
import type { EngineRecord } from '../../src/protocol/records';
import { normaliseRecords } from '../kit/normalise-records';
import { freePort } from '../kit/ports';
import { startTestProgram, type TestProgram } from '../kit/program';
import { outcomeOf, peopleOf } from '../kit/scenario-outcome';
import { recordsOf } from '../kit/scenario-records';
import { walk, type Walk } from '../kit/scenario-run';
import { walkAll } from '../kit/scenario-suite';
import { storedRecords } from '../kit/scenario-stored';
import { startZeebe } from '../kit/zeebe';
import { bpmnProcessId, scenarios } from '../processes/b.scenarios';

jest.setTimeout(180_000);

interface OpenZeebe {
  readonly address: string;
  readonly ingestPort: number;
  stop(): Promise<void>;
}

const ownBroker = !process.env.ZEEBE_ADDRESS;

async function openZeebe(): Promise<OpenZeebe> {
  const address = process.env.ZEEBE_ADDRESS;
  const stop = async (): Promise<void> => undefined;
  if (address) return { address, ingestPort: Number(process.env.INGEST_PORT ?? 9290), stop };
  const ingestPort = await freePort();
  const zeebe = await startZeebe({ exporterUrl: `http://127.0.0.1:${ingestPort}`, bulkSize: 1 });
  return { address: zeebe.address, ingestPort, stop: () => zeebe.stop() };
}

interface EmbeddedRun {
  /** In the order of the cases. */
  readonly walks: readonly (readonly EngineRecord[])[];
  readonly whole: readonly EngineRecord[];
}

async function runEmbedded(): Promise<EmbeddedRun> {
  const program = await startTestProgram();
  try {
    const done = await walkAll(program, bpmnProcessId, scenarios);
    const walks = await Promise.all(
      done.map(({ processInstanceKey }) => recordsOf(program.as('admin'), processInstanceKey)),
    );
    await program.stop({ keepData: true });
    return { walks, whole: await storedRecords(program.dataDir) };
  } finally {
    await rm(program.dataDir, { recursive: true, force: true });
  }
}

let zeebe: OpenZeebe;
let embedded: EmbeddedRun;
let program: TestProgram;
const walks: Walk[] = [];

beforeAll(async () => {
  const opening = openZeebe().then((opened) => (zeebe = opened));
  const [run] = await Promise.allSettled([runEmbedded(), opening]);
  await opening;
  if (run.status === 'rejected') throw run.reason;
  embedded = run.value;
  program = await startTestProgram({ ZEEBE_ADDRESS: zeebe.address, INGEST_PORT: String(zeebe.ingestPort) });
});
afterAll(async () => {
  await program?.stop();
  await zeebe?.stop();
  if (program) await rm(program.dataDir, { recursive: true, force: true });
});

describe.each(scenarios.map((scenario, index) => ({ ...scenario, scenario, index })))(
  '$name',
  ({ scenario, index }) => {
    test('ends as it should on a real Zeebe', async () => {
      const walked = await walk(program, bpmnProcessId, scenario);
      walks.push(walked);
      expect(await outcomeOf(program, walked)).toEqual(scenario.expected);
      const people = scenario.steps.flatMap((step) =>
        'task' in step ? [{ task: step.task, by: step.by }] : [],
      );
      expect(await peopleOf(program, walked)).toEqual(people);
    });

    test('left the same records as on the embedded engine', async () => {
      const key = walks[index]?.processInstanceKey ?? '';
      const ours = embedded.walks[index] ?? [];
      const theirs = await recordsOf(program.as('admin'), key);
      expect(ours.length).toBeGreaterThan(20);
      expect(normaliseRecords(ours)).toEqual(normaliseRecords(theirs));
    });
  },
);

(ownBroker ? test : test.skip)(
  'the whole run left the same records, deployment and messages included',
  async () => {
    await program.stop({ keepData: true });
    const theirs = await storedRecords(program.dataDir);
    expect(embedded.whole.length).toBeGreaterThan(500);
    expect(normaliseRecords(embedded.whole)).toEqual(normaliseRecords(theirs));
  },
);
