/**
 * Every procedure walked at random to its end: no incident, no stuck case, every flow taken. `WALKS` cases a
 * procedure (1 unless told; `npm run test:walk` takes 200), `WALK_SEED` to choose as before, `WALK_ONLY` some
 * procedures by their ids, with commas between, `WALK_DATABASE=postgresql` a server of the machine's own packages.
 */
import { inspect } from 'node:util';
import { readDiagram } from '../kit/diagram-rules';
import { startPostgresql, type TestServer } from '../kit/postgresql';
import { startTestProgram, type TestProgram } from '../kit/program';
import { chance } from '../kit/random';
import { startByTime, startCases } from '../kit/walk-starts';
import { cancelAll, walkToTheEnd } from '../kit/walker';
import { createWalkers, type Walkers } from '../kit/walkers';

const WALKS = Number(process.env['WALKS'] ?? 1);
/** Only these procedures. */
const ONLY = process.env['WALK_ONLY']?.split(',');
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

const say = (text: string) => process.stdout.write(`${text}\n`);
let server: TestServer | undefined;

async function startProgram(): Promise<TestProgram> {
  if (process.env['WALK_DATABASE'] !== 'postgresql') return startTestProgram();
  server = await startPostgresql();
  return startTestProgram({ DATABASE_URL: await server.createDatabase() });
}

afterAll(() => server?.stop());

const wants = ({ bpmnProcessId }: Process) => ONLY === undefined || ONLY.includes(bpmnProcessId);

test(`${WALKS} cases of every procedure, seed ${SEED}`, async () => {
  const program = await startProgram();
  const walkers = createWalkers(program, chance(SEED));
  try {
    const { body } = await program.as('admin').get<{ items: Process[] }>('/processes');
    const walked = body.items.filter((one) => one.startable && wants(one));
    expect(walked).not.toEqual([]);
    const failures: string[] = [];
    for (const { bpmnProcessId } of walked) {
      const failure = await walk(walkers, bpmnProcessId);
      if (failure !== null) failures.push(failure);
    }
    // Those that only others call are walked with their callers.
    const judged = ONLY === undefined ? body.items : walked;
    const missing = await missingFlows(program, judged);
    const others = await missingFlows(
      program,
      body.items.filter((one) => !judged.includes(one) && !one.startable),
    );
    say(`seed ${SEED}, ${WALKS} cases a procedure; flows not taken: ${missing.join(', ') || 'none'}`);
    if (others.length > 0)
      say(`of circuits that all procedures call, not taken by these: ${others.join(', ')}`);
    expect(failures).toEqual([]);
    if (WALKS >= ENOUGH) expect(missing).toEqual([]);
  } finally {
    await program.stop();
  }
});

/** What went wrong; null when all cases ended. What is still open, such as
 * a case that time started, is cancelled, so that the next procedure has the field. */
async function walk(walkers: Walkers, bpmnProcessId: string): Promise<string | null> {
  const began = Date.now();
  const before = walkers.completed;
  const { body } = await walkers.program.as('admin').get<Process>(`/processes/${bpmnProcessId}`);
  try {
    const timed = await startByTime(walkers, body);
    const started = await startCases(walkers, body, WALKS);
    await walkToTheEnd(walkers, new Set([...timed, ...started]));
  } catch (error) {
    const failure = `${bpmnProcessId}, seed ${SEED}: ${inspect(error)}`;
    say(failure);
    return failure;
  } finally {
    await cancelAll(walkers);
  }
  const tasks = walkers.completed - before;
  say(`${bpmnProcessId}: ${WALKS} cases ended in ${Date.now() - began} ms, ${tasks} tasks`);
  return null;
}

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
