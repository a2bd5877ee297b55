/** What the procedures of a folder ask of workers, before anything is deployed: for the documentation of workers. */
import { describeProcesses, factsOf, type ProcessFacts } from '../bpmn';
import { readProcedure } from './deploy';

export async function jobStepsOfFolder(folder: string): Promise<ProcessFacts['jobSteps']> {
  const steps: ProcessFacts['jobSteps'][number][] = [];
  for (const { name, content } of await readProcedure(folder)) {
    if (!name.endsWith('.bpmn')) continue;
    for (const process of await describeProcesses(String(content))) steps.push(...factsOf(process).jobSteps);
  }
  return steps;
}
