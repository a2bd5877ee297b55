/** What a procedure asks of others: jobs of workers, messages that start it. */
import { describeProcess, describeProcesses, type ProcessDescription } from '../bpmn';
import { readProcedure } from './deploy';

/** A step whose job a worker does. */
export interface JobStep {
  readonly jobType: string;
  readonly elementId: string;
  /** As people read it. */
  readonly step: string;
}

const stepsOf = ({ elements }: ProcessDescription): JobStep[] =>
  elements
    .filter(({ jobType }) => jobType !== '')
    .map(({ id, name, jobType }) => ({
      jobType,
      elementId: id,
      step: name.replace(/\s+/g, ' ').trim() || id,
    }));

/** Of a deployed process, in the file's order. */
export async function jobStepsIn(xml: string, bpmnProcessId: string): Promise<readonly JobStep[]> {
  return stepsOf(await describeProcess(xml, bpmnProcessId));
}

/** Of the files in a procedure's folder. */
export async function jobStepsOfFolder(folder: string): Promise<readonly JobStep[]> {
  const steps: JobStep[] = [];
  for (const { name, content } of await readProcedure(folder)) {
    if (name.endsWith('.bpmn')) steps.push(...(await describeProcesses(String(content))).flatMap(stepsOf));
  }
  return steps;
}

export async function startMessagesIn(xml: string, bpmnProcessId: string): Promise<readonly string[]> {
  return (await describeProcess(xml, bpmnProcessId)).startMessages;
}
