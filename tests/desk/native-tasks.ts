/** A procedure as current modelers draw it; the same steps on every engine. */
import { eventually, type TestProgram } from '../kit/program';

export const NATIVE = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="d" targetNamespace="t">
  <bpmn:process id="native" name="Tâche native" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t" />
    <bpmn:userTask id="t" name="Instruire"><bpmn:extensionElements><zeebe:userTask /><zeebe:assignmentDefinition candidateGroups="dsi" /><zeebe:taskSchedule dueDate="=now() + duration(&quot;PT3H&quot;)" /><zeebe:priorityDefinition priority="70" /></bpmn:extensionElements><bpmn:incoming>f</bpmn:incoming><bpmn:outgoing>g</bpmn:outgoing></bpmn:userTask>
    <bpmn:sequenceFlow id="g" sourceRef="t" targetRef="e" />
    <bpmn:endEvent id="e"><bpmn:incoming>g</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="pl" bpmnElement="native"><bpmndi:BPMNShape id="t_di" bpmnElement="t"><dc:Bounds x="200" y="80" width="100" height="80" /></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

interface Task {
  readonly key: string;
  readonly state: string;
  readonly native: boolean;
  readonly priority: number;
  readonly assignee: string | null;
  readonly dueDate: string | null;
  readonly processInstanceKey: string;
}

export async function workOnNativeTask(program: TestProgram): Promise<void> {
  const admin = program.as('admin');
  const dsi = program.as('dsi');
  const deployed = await admin.post('/deployments', {
    resources: [{ name: 'native.bpmn', content: NATIVE }],
  });
  expect(deployed.status).toBe(201);
  const started = await eventually(
    () => admin.post<{ processInstanceKey: string }>('/process-instances', { bpmnProcessId: 'native' }),
    ({ status }) => status === 201,
  );
  const { processInstanceKey } = started.body;
  const listed = await eventually(
    () => dsi.get<{ items: Task[] }>(`/tasks?state=CREATED&processInstanceKey=${processInstanceKey}`),
    ({ body }) => body.items.length === 1,
  );
  const [task] = listed.body.items;
  expect(task).toMatchObject({ native: true, priority: 70, assignee: null });
  expect(Date.parse(task?.dueDate ?? '')).toBeGreaterThan(Date.now());
  const path = `/tasks/${task?.key ?? ''}`;

  expect((await program.as('gs').post(`${path}/claim`)).status).toBe(403);
  expect(await dsi.post(`${path}/claim`)).toMatchObject({ status: 200, body: { assignee: 'dsi' } });
  const held = (assignee: string | null) =>
    eventually(
      () => dsi.get<Task>(path),
      ({ body }) => body.assignee === assignee,
    );
  await held('dsi');
  expect((await admin.post(`${path}/claim`)).status).toBe(409);
  expect((await program.as('responsable').post(`${path}/unclaim`, { note: 'congé' })).status).toBe(200);
  await held(null);
  expect(await admin.post(`${path}/assign`, { assignee: 'dsi' })).toMatchObject({ status: 200 });
  expect((await held('dsi')).body).toMatchObject({ assignedBy: 'admin' });
  expect((await admin.post(`${path}/assign`, { assignee: 'gs' })).status).toBe(422);
  expect((await dsi.post(`${path}/complete`, { variables: { avis: 'favorable' } })).status).toBe(200);
  await eventually(
    () => admin.get<{ state: string }>(`/process-instances/${processInstanceKey}`),
    ({ body }) => body.state === 'COMPLETED',
  );
  expect((await dsi.post(`${path}/complete`)).status).toBe(409);
}
