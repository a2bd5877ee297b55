/** Defines the tests of tables of cases: each is walked on a program, and together they take every way. */
import { readProcessFile } from '../processes/files';
import type { Scenario } from '../processes/scenario';
import { bpmnOf, type ProcedureScenarios } from '../processes/scenario-files';
import type { TestProgram } from './program';
import { outcomeOf, peopleOf } from './scenario-outcome';
import { walk, type Walk } from './scenario-run';
import { coverageOf } from './scenario-suite';

/** Whether the engine's clock has to be moved for it. */
export function movesTime({ startedByTimer, steps }: Scenario): boolean {
  return startedByTimer === true || steps.some((step) => 'timerDue' in step);
}

/** `program` is asked for once the tests run. */
export function testTables(
  tables: readonly ProcedureScenarios[],
  program: () => TestProgram,
  canMoveTime = true,
): void {
  describe.each(tables)('$folder', (procedure) => {
    const { bpmnProcessId, scenarios, folder } = procedure;
    const walks: Walk[] = [];
    const possible = scenarios.filter((scenario) => canMoveTime || !movesTime(scenario));

    test.each(possible)('$name', async (scenario) => {
      const walked = await walk(program(), bpmnProcessId, scenario);
      walks.push(walked);
      expect(await outcomeOf(program(), walked)).toEqual(scenario.expected);
      const people = scenario.steps.flatMap((step) =>
        'task' in step ? [{ task: step.task, by: step.by }] : [],
      );
      expect(await peopleOf(program(), walked)).toEqual(people);
    });

    // Where time cannot be moved, the ways that need it are left out.
    (possible.length === scenarios.length ? test : test.skip)(
      'together they took every sequence flow and boundary event',
      async () => {
        const { taken, missing } = await coverageOf(program(), walks, readProcessFile(bpmnOf(procedure)));
        const all = taken.length + missing.length;
        process.stdout.write(
          `${folder}: ${taken.length} of ${all} sequence flows and boundary events taken\n`,
        );
        expect(missing).toEqual([]);
      },
    );
  });
}
