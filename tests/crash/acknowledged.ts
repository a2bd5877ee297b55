/** What the program said yes to. Each yes must still hold after any kill. */
import { eventually, type Person } from '../kit/program';
import { PROCEDURE_B } from '../kit/procedure-b';
import type { Variables } from '../processes/scenario';

type As = (name: string) => Person;

interface Task {
  readonly key: string;
  readonly elementId: string;
  readonly state: string;
  readonly completedBy: string | null;
}

export class Acknowledged {
  private readonly cases = new Map<string, string>();
  private readonly tasks = new Map<string, string>();

  async start(as: As, variables: Variables): Promise<string> {
    type Started = { processInstanceKey: string; caseNumber: string };
    const { status, body } = await as('requerant').post<Started>('/process-instances', {
      bpmnProcessId: PROCEDURE_B,
      variables,
    });
    if (status !== 201) throw new Error(`Expected a case, but got ${status} ${JSON.stringify(body)}`);
    this.cases.set(body.processInstanceKey, body.caseNumber);
    return body.processInstanceKey;
  }

  async taskOf(as: As, key: string, by: string, step: string): Promise<Task> {
    const tasks = await eventually(
      async () =>
        (await as(by).get<{ items: Task[] }>(`/tasks?state=CREATED&processInstanceKey=${key}`)).body.items,
      (items) => items.some((task) => task.elementId === step),
      30_000,
    );
    return tasks.find((task) => task.elementId === step) as Task;
  }

  async complete(as: As, key: string, by: string, step: string, variables: Variables): Promise<void> {
    const task = await this.taskOf(as, key, by, step);
    const { status, body } = await as(by).post(`/tasks/${task.key}/complete`, { variables });
    if (status !== 200)
      throw new Error(`Expected ${step} completed, but got ${status} ${JSON.stringify(body)}`);
    this.tasks.set(task.key, by);
  }

  /** What of it the program does not know any more; should be empty. */
  async lost(as: As): Promise<string[]> {
    const lost: string[] = [];
    for (const [key, caseNumber] of this.cases) {
      const { body } = await as('admin').get<{ caseNumber: string }>(`/process-instances/${key}`);
      if (body.caseNumber !== caseNumber) lost.push(`case ${caseNumber}: ${JSON.stringify(body)}`);
    }
    for (const [key, by] of this.tasks) {
      const { body } = await as('admin').get<Task>(`/tasks/${key}`);
      if (body.state !== 'COMPLETED' || body.completedBy !== by)
        lost.push(`task ${key}: ${JSON.stringify(body)}`);
    }
    if (new Set(this.cases.values()).size < this.cases.size) lost.push('a case number was given twice');
    return lost;
  }
}
