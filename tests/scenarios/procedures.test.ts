/** The cases of every procedure but B (b.test.ts) on the embedded engine, by the public API of the whole program. */
import { testTables } from '../kit/procedure-tables';
import { startTestProgram, type TestProgram } from '../kit/program';
import { procedures } from '../processes/scenario-files';

jest.setTimeout(180_000);

let program: TestProgram;

beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program.stop());

testTables(
  procedures.filter(({ folder }) => !folder.startsWith('b-')),
  () => program,
);
