/** The desk on the whole program, on the embedded engine. */
import { startTestProgram, type TestProgram } from '../kit/program';
import { workOnNativeTask } from './native-tasks';

jest.setTimeout(300_000);

let program: TestProgram;
beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program.stop());

test('a task that the engine keeps itself is claimed, released, assigned and completed', async () => {
  await workOnNativeTask(program);
});
