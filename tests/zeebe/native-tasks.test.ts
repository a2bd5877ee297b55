/** Native user tasks on a real Zeebe, by its REST API. */
import { freePort } from '../kit/ports';
import { startTestProgram } from '../kit/program';
import { startZeebe } from '../kit/zeebe';
import { workOnNativeTask } from '../desk/native-tasks';

jest.setTimeout(600_000);

test('a task that a real Zeebe keeps itself is claimed, released, assigned and completed', async () => {
  const port = await freePort();
  const zeebe = await startZeebe({ exporterUrl: `http://127.0.0.1:${String(port)}`, bulkSize: 1 });
  const program = await startTestProgram({
    ZEEBE_ADDRESS: zeebe.address,
    ZEEBE_REST_ADDRESS: zeebe.restUrl,
    INGEST_PORT: String(port),
  });
  try {
    await workOnNativeTask(program);
  } finally {
    await program.stop();
    await zeebe.stop();
  }
});
