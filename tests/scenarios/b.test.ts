/** Procedure B on the embedded engine, all its cases, by the public API of the whole program. */
import { startTestProgram, type TestProgram } from '../kit/program';
import { outcomeOf, peopleOf } from '../kit/scenario-outcome';
import { walk, type Walk } from '../kit/scenario-run';
import { coverageOf } from '../kit/scenario-suite';
import { bpmnProcessId, scenarios } from '../processes/b.scenarios';
import { readProcessFile } from '../processes/files';

jest.setTimeout(180_000);

const file = 'b-deploiement-materiel-informatique';
let program: TestProgram;
const walks: Walk[] = [];

beforeAll(async () => {
  program = await startTestProgram();
});
afterAll(() => program.stop());

test.each(scenarios)('$name', async (scenario) => {
  const walked = await walk(program, bpmnProcessId, scenario);
  walks.push(walked);
  expect(await outcomeOf(program, walked)).toEqual(scenario.expected);
  const people = scenario.steps.flatMap((step) => ('task' in step ? [{ task: step.task, by: step.by }] : []));
  expect(await peopleOf(program, walked)).toEqual(people);
});

test('the cases sent the mails that they should, and no other', async () => {
  const { body } = await program.as('admin').get<{ items: unknown[] }>('/mailbox');
  expect(body.items).toHaveLength(scenarios.flatMap(({ expected }) => expected.mails).length);
});

test('together they took every sequence flow and boundary event', async () => {
  const { taken, missing } = await coverageOf(program, walks, readProcessFile(`${file}/${file}.bpmn`));
  process.stdout.write(
    `procedure B: ${taken.length} of ${taken.length + missing.length} sequence flows and boundary events taken\n`,
  );
  expect(missing).toEqual([]);
});
