/**
 * Every procedure walked at random to its end: no incident, no stuck case, every flow taken. `WALKS` cases a
 * procedure (1 unless told; `npm run test:walk` takes 200), `WALK_SEED` to choose as before, `WALK_ONLY` one procedure.
 */
import { readDiagram } from '../kit/diagram-rules';
import { startTestProgram, type TestProgram } from '../kit/program';
import { chance } from '../kit/random';
import { startAtRandom, walkToTheEnd } from '../kit/walker';

const WALKS = Number(process.env['WALKS'] ?? 1);
/** Only this procedure. */
const ONLY = process.env['WALK_ONLY'];
const SEED = Number(process.env['WALK_SEED'] ?? Date.now() % 1_000_000);
/** With so many cases, chance has taken every flow. */
const ENOUGH = 200;

jest.setTimeout(1_200_000 + WALKS * 600_000);

interface Process {
  readonly bpmnProcessId: string;
  readonly startable: boolean;
  readonly startForm: unknown;
  readonly bpmnXml: string;
}

test(`${WALKS} cases of every procedure, seed ${SEED}`, async () => {
  const program = await startTestProgram();
  const walkers = { program, random: chance(SEED) };
  try {
    const { body } = await program.as('admin').get<{ items: Process[] }>('/processes');
    for (const { bpmnProcessId, startable } of body.items) {
      if (!startable || (ONLY !== undefined && ONLY !== bpmnProcessId)) continue;
      const began = Date.now();
      const detail = (await program.as('admin').get<Process>(`/processes/${bpmnProcessId}`)).body;
      for (let count = 0; count < WALKS; count += 1)
        await startAtRandom(walkers, bpmnProcessId, detail.startForm);
      await walkToTheEnd(walkers).catch((error: unknown) => {
        throw new Error(`${bpmnProcessId}: ${String(error)}`);
      });
      process.stdout.write(`${bpmnProcessId}: ${WALKS} cases ended in ${Date.now() - began} ms\n`);
    }
    const missing = await missingFlows(program, body.items);
    process.stdout.write(
      `seed ${SEED}, ${WALKS} cases a procedure; flows not taken: ${missing.join(', ') || 'none'}\n`,
    );
    if (WALKS >= ENOUGH) expect(missing).toEqual([]);
  } finally {
    await program.stop();
  }
});

async function missingFlows(program: TestProgram, processes: readonly Process[]): Promise<string[]> {
  const missing: string[] = [];
  for (const { bpmnProcessId } of processes) {
    const base = `/statistics/processes/${bpmnProcessId}`;
    const admin = program.as('admin');
    const [flows, elements, detail] = await Promise.all([
      admin.get<{ items: { elementId: string }[] }>(`${base}/flows`),
      admin.get<{ items: { elementId: string; completed: number }[] }>(`${base}/elements`),
      admin.get<Process>(`/processes/${bpmnProcessId}`),
    ]);
    const diagram = await readDiagram(detail.body.bpmnXml);
    const took = new Set([
      ...flows.body.items.map(({ elementId }) => elementId),
      ...elements.body.items.filter(({ completed }) => completed > 0).map(({ elementId }) => elementId),
    ]);
    const wanted = [...diagram.flows, ...diagram.nodes.filter(({ attachedTo }) => attachedTo)];
    missing.push(...wanted.filter(({ id }) => !took.has(id)).map(({ id }) => `${bpmnProcessId}: ${id}`));
  }
  return missing;
}
