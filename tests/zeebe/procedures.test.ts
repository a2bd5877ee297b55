/**
 * The cases of every procedure but B (b.test.ts) on a real Zeebe, by the public API of the whole program.
 *
 * Without `ZEEBE_ADDRESS` a Zeebe 8.6.0 is started. With it, that one is used as b.test.ts describes; its time is not
 * moved, so that cases which wait for a timer are left out.
 */
import { freePort } from '../kit/ports';
import { testTables } from '../kit/procedure-tables';
import { startTestProgram, type TestProgram } from '../kit/program';
import { startZeebe, type RunningZeebe } from '../kit/zeebe';
import { procedures } from '../processes/scenario-files';

jest.setTimeout(600_000);

let zeebe: RunningZeebe | undefined;
let program: TestProgram;

beforeAll(async () => {
  const address = process.env.ZEEBE_ADDRESS;
  const ingestPort = address ? Number(process.env.INGEST_PORT ?? 9290) : await freePort();
  if (!address) zeebe = await startZeebe({ exporterUrl: `http://127.0.0.1:${ingestPort}`, bulkSize: 1 });
  program = await startTestProgram(
    { ZEEBE_ADDRESS: zeebe?.address ?? address ?? '', INGEST_PORT: String(ingestPort) },
    undefined,
    zeebe?.managementUrl,
  );
});
afterAll(async () => {
  await program?.stop();
  await zeebe?.stop();
});

/**
 * G first: its cases say on which day a timer fired. A Zeebe whose clock went back fires a timer no earlier than at
 * the furthest time that it had, so that every case of another procedure before it would move these days.
 */
const isG = ({ folder }: { readonly folder: string }): boolean => folder.startsWith('g-');
const others = procedures.filter(({ folder }) => !folder.startsWith('b-'));

testTables(
  [...others.filter(isG), ...others.filter((one) => !isG(one))],
  () => program,
  !process.env.ZEEBE_ADDRESS,
);
