/** What the rights table is tried on: the real program, people of each role, and a case that is made anew for each try. */
import pino from 'pino';
import { createZeebeClient, type ZeebeClient } from '../../src/zeebe';
import { eventually, PASSWORD, startTestProgram, type TestProgram } from '../kit/program';

/**
 * `nobody` is not signed in. `stranger` and `actor` are agents: the second is of the group that has the case's task.
 * `requester` asked for the case.
 */
export const people = {
  nobody: null,
  stranger: 'gs',
  actor: 'cb-be',
  requester: 'requerant',
  manager: 'responsable',
  owner: 'proprietaire',
  admin: 'admin',
} as const;
export type Role = keyof typeof people;

const processWith = (id: string, stuck: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
  <bpmn:message id="m" name="demande-retiree"><bpmn:extensionElements><zeebe:subscription correlationKey="=numeroDossier" /></bpmn:extensionElements></bpmn:message>
  <bpmn:process id="${id}" name="Droits" isExecutable="true">
    <bpmn:startEvent id="s" /><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="mail" />
    <bpmn:serviceTask id="mail" name="Prévenir"><bpmn:extensionElements><zeebe:taskDefinition type="send-mail" /><zeebe:ioMapping><zeebe:input source="=&quot;requerant@demo.example&quot;" target="destinataire" /><zeebe:input source="=&quot;ach-refus&quot;" target="modele" /><zeebe:input source="=&quot;X&quot;" target="requerant" /><zeebe:input source="=&quot;X&quot;" target="motifRefus" />${stuck}</zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f2" sourceRef="mail" targetRef="archive" />
    <bpmn:serviceTask id="archive" name="Archiver"><bpmn:extensionElements><zeebe:taskDefinition type="archive" /></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f3" sourceRef="archive" targetRef="task" />
    <bpmn:userTask id="task" name="Traiter"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="cb-be" /></bpmn:extensionElements></bpmn:userTask>
    <bpmn:boundaryEvent id="withdrawn" attachedToRef="task"><bpmn:outgoing>f5</bpmn:outgoing><bpmn:messageEventDefinition id="md" messageRef="m" /></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="f5" sourceRef="withdrawn" targetRef="e" />
    <bpmn:sequenceFlow id="f4" sourceRef="task" targetRef="e" /><bpmn:endEvent id="e" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="${id}">
    ${['s', 'mail', 'archive', 'task', 'withdrawn', 'e'].map((element, n) => `<bpmndi:BPMNShape id="x${n}" bpmnElement="${element}"><dc:Bounds x="${n * 120}" y="80" width="${element.length < 3 || element === 'withdrawn' ? 36 : 100}" height="${element.length < 3 || element === 'withdrawn' ? 36 : 80}" /></bpmndi:BPMNShape>`).join('')}
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;

const PROCESS_ID = 'droits';
const STUCK_ID = 'droits-bloques';
const STUCK = '<zeebe:input source="=assert(absente, absente != null)" target="x" />';

/** What the placeholders of a line stand for. */
export type Things = Readonly<Record<string, string>>;

export interface World {
  readonly program: TestProgram;
  /** A new case of the requester with a task of the actor's group, and all that hangs on it. */
  things(): Promise<Things>;
  /** A new case that is stuck. */
  stuck(): Promise<Things>;
  /** A new draft of the owner. */
  draft(): Promise<Things>;
  stop(): Promise<void>;
}

interface Items<T> {
  readonly items: readonly T[];
}

export async function openWorld(): Promise<World> {
  const program = await startTestProgram();
  const client: ZeebeClient = createZeebeClient({
    address: program.engineAddress,
    logger: pino({ enabled: false }),
  });
  await client.deploy([
    { name: 'droits.bpmn', content: processWith(PROCESS_ID, '') },
    { name: 'bloques.bpmn', content: processWith(STUCK_ID, STUCK) },
  ]);
  const admin = program.as('admin');
  const ownerCookie = sessionOf(program.url, 'proprietaire');
  await eventually(
    () => admin.get(`/processes/${STUCK_ID}`),
    ({ status }) => status === 200,
  );
  const first = async <T>(path: string): Promise<T> => {
    const { body } = await eventually(
      () => admin.get<Items<T>>(path),
      ({ body: { items } }) => items !== undefined && items.length > 0,
    );
    const [item] = body.items;
    if (item === undefined) throw new Error(`Expected something at ${path}`);
    return item;
  };

  async function start(bpmnProcessId: string): Promise<string> {
    const asked = await program
      .as('requerant')
      .post<{ processInstanceKey: string }>('/process-instances', { bpmnProcessId });
    if (asked.status !== 201) throw new Error(`Expected a case, but got ${JSON.stringify(asked)}`);
    return asked.body.processInstanceKey;
  }

  return {
    program,
    async things() {
      const key = await start(PROCESS_ID);
      const task = await first<{ key: string }>(`/tasks?processInstanceKey=${key}`);
      const document = await first<{ id: string }>(`/process-instances/${key}/documents`);
      const mail = await first<{ id: string }>('/mails');
      return { case: key, task: task.key, document: document.id, mail: mail.id };
    },
    async stuck() {
      const key = await start(STUCK_ID);
      const incident = await first<{ key: string }>(`/incidents?processInstanceKey=${key}`);
      return { case: key, incident: incident.key };
    },
    async draft() {
      const made = await fetch(`${program.url}/atelier/depuis`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: await ownerCookie },
        body: new URLSearchParams({ procedure: PROCESS_ID }),
      });
      return { draft: /\/atelier\/(\w+)/.exec(made.headers.get('location') ?? '')?.[1] ?? '' };
    },
    async stop() {
      await client.close();
      await program.stop();
    },
  };
}

/** A browser of a person, without the browser: the session's cookie. */
export async function sessionOf(url: string, name: string): Promise<string> {
  const answer = await fetch(`${url}/connexion`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ identifiant: name, motDePasse: PASSWORD }),
  });
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}
