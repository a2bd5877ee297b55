/** The cases of every procedure but B (b.test.ts) on the embedded engine, by the public API of the whole program. */
import { startTestProgram, type TestProgram } from '../kit/program';
import { outcomeOf, peopleOf } from '../kit/scenario-outcome';
import { walk, type Walk } from '../kit/scenario-run';
import { coverageOf } from '../kit/scenario-suite';
import { readProcessFile } from '../processes/files';
import { bpmnOf, procedures } from '../processes/scenario-files';

jest.setTimeout(180_000);

let program: TestProgram;

beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program.stop());

const others = procedures.filter(({ folder }) => !folder.startsWith('b-'));

describe.each(others)('$folder', (procedure) => {
  const { bpmnProcessId, scenarios, folder } = procedure;
  const walks: Walk[] = [];

  test.each(scenarios)('$name', async (scenario) => {
    const walked = await walk(program, bpmnProcessId, scenario);
    walks.push(walked);
    expect(await outcomeOf(program, walked)).toEqual(scenario.expected);
    const people = scenario.steps.flatMap((step) =>
      'task' in step ? [{ task: step.task, by: step.by }] : [],
    );
    expect(await peopleOf(program, walked)).toEqual(people);
  });

  test('together they took every sequence flow and boundary event', async () => {
    const { taken, missing } = await coverageOf(program, walks, readProcessFile(bpmnOf(procedure)));
    const all = taken.length + missing.length;
    process.stdout.write(`${folder}: ${taken.length} of ${all} sequence flows and boundary events taken\n`);
    expect(missing).toEqual([]);
  });
});
