/**
 * A thin double of engine and read model for the tests of rights, races and answers; the walks run on the real ones.
 * One procedure with procedure B's own forms: start → task of `dsi` → task of `cb-bit` → end.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeProcess, factsOf } from '../../src/bpmn';
import { projectRoot } from '../../src/config/root';
import type {
  IncidentView,
  InstanceView,
  Page,
  ProcessDetailView,
  TaskDetailView,
  WaitingMessageView,
} from '../../src/readmodel/views';
import type { ProjectionSignal, ReadModel } from '../../src/app/ports';
import type { CreateInstance, PublishMessage, ZeebeClient } from '../../src/zeebe/api';
import { EngineNotFoundError, EngineRejectedError, EngineUnavailableError } from '../../src/zeebe/errors';

const folder = path.join(projectRoot, 'processes', 'b-deploiement-materiel-informatique');
const form = (name: string) =>
  JSON.parse(readFileSync(path.join(folder, `${name}.form`), 'utf8')) as Record<string, unknown>;

const at = '2026-01-05T08:00:00.000Z';
const definitionKey = '2251799813685249';
const bpmnXml = readFileSync(path.join(folder, 'b-deploiement-materiel-informatique.bpmn'), 'utf8');

const processView: ProcessDetailView = {
  key: definitionKey,
  bpmnProcessId: 'deploiement-materiel-informatique',
  name: 'Déploiement du matériel informatique',
  letter: 'B',
  version: 1,
  versionTag: null,
  startable: true,
  startGroups: [],
  suspension: null,
  deployedAt: at,
  startForm: form('b-demande'),
  bpmnXml,
  documentation: null,
};

const steps = [
  { elementId: 'B2', name: 'Transmettre la demande au CB', group: 'dsi', form: form('b-transmission-cb') },
  { elementId: 'B3', name: 'Analyser la demande', group: 'cb-bit', form: form('b-analyse-demande') },
] as const;

const page = <T>(items: readonly T[]): Page<T> => ({ items, nextCursor: null });
const counted = <T>(items: readonly T[]) => ({ ...page(items), total: items.length });

export class EngineDouble {
  readonly instances = new Map<string, InstanceView>();
  readonly tasks = new Map<string, TaskDetailView>();
  readonly incidents = new Map<string, IncidentView>();
  readonly waiting = new Map<string, WaitingMessageView[]>();
  readonly calls: { readonly name: string; readonly argument: unknown }[] = [];
  /** What the next commands do instead of working. */
  failure: 'none' | 'unavailable' | 'answer lost' = 'none';
  startable = true;
  private counter = 0;

  /** `holder`: who claimed a task; the read model reads that from our own table. */
  constructor(private readonly holder: (taskKey: string) => Promise<string | null>) {}

  private async read(key: string): Promise<TaskDetailView | null> {
    const task = this.tasks.get(key);
    return task === undefined ? null : { ...task, assignee: (await this.holder(key)) ?? task.assignee };
  }
  private readonly listeners = new Set<() => void>();

  readonly projection: ProjectionSignal = {
    onProjected: (listener) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    },
  };

  nextKey(): string {
    this.counter += 1;
    return String(2251799813690000 + this.counter);
  }

  /** Commands answer first, the read model follows. */
  private project(change: () => void): void {
    setImmediate(() => {
      change();
      for (const listener of [...this.listeners]) listener();
    });
  }

  private record(name: string, argument: unknown): void {
    this.calls.push({ name, argument });
    if (this.failure === 'unavailable')
      throw new EngineUnavailableError('UNAVAILABLE', 'No connection', false);
  }

  private answer(): void {
    if (this.failure === 'answer lost')
      throw new EngineUnavailableError('DEADLINE_EXCEEDED', 'no answer', true);
  }

  private addTask(processInstanceKey: string, step: number, variables: Record<string, unknown>): void {
    const found = steps[step];
    const instance = this.instances.get(processInstanceKey);
    if (!instance) return;
    if (!found) {
      this.instances.set(processInstanceKey, { ...instance, state: 'COMPLETED', endedAt: at });
      return;
    }
    const key = this.nextKey();
    this.tasks.set(key, {
      key,
      jobType: 'io.camunda.zeebe:userTask',
      native: false,
      byHand: false,
      state: 'CREATED',
      name: found.name,
      elementId: found.elementId,
      elementInstanceKey: this.nextKey(),
      processInstanceKey,
      bpmnProcessId: processView.bpmnProcessId,
      processName: processView.name,
      letter: 'B',
      caseNumber: instance.caseNumber,
      candidateGroups: [found.group],
      candidateUsers: [],
      assignee: null,
      assignedBy: null,
      dueDate: null,
      followUpDate: null,
      unreadableDueDate: null,
      priority: 50,
      requester: null,
      externalForm: null,
      createdAt: at,
      endedAt: null,
      completedBy: null,
      documentation: null,
      variables,
      form: found.form,
    });
  }

  private create({ bpmnProcessId, variables = {} }: CreateInstance) {
    this.record('createProcessInstance', { bpmnProcessId, variables });
    const processInstanceKey = this.nextKey();
    this.project(() => {
      this.instances.set(processInstanceKey, {
        processInstanceKey,
        processDefinitionKey: definitionKey,
        bpmnProcessId,
        processName: processView.name,
        letter: 'B',
        version: 1,
        state: 'ACTIVE',
        hasIncident: false,
        startedAt: at,
        endedAt: null,
        parentProcessInstanceKey: null,
        initiator: String(variables.initiateur),
        caseNumber: String(variables.numeroDossier),
      });
      this.addTask(processInstanceKey, 0, variables);
    });
    this.answer();
    return { processInstanceKey, processDefinitionKey: definitionKey, bpmnProcessId, version: 1 };
  }

  private readonly done = new Set<string>();

  private complete(jobKey: string, variables: Record<string, unknown>): void {
    this.record('completeJob', { jobKey, variables });
    const task = this.tasks.get(jobKey);
    if (task?.state !== 'CREATED' || this.done.has(jobKey))
      throw new EngineNotFoundError('no such job was found');
    this.done.add(jobKey);
    this.project(() => {
      this.tasks.set(jobKey, { ...task, state: 'COMPLETED', endedAt: at });
      const step = steps.findIndex((candidate) => candidate.elementId === task.elementId);
      this.addTask(task.processInstanceKey, step + 1, { ...task.variables, ...variables });
    });
    this.answer();
  }

  private publish(message: PublishMessage): void {
    this.record('publishMessage', message);
    this.project(() => {
      for (const [key, messages] of this.waiting) {
        if (messages.some((waiting) => waiting.correlationKey === message.correlationKey)) {
          this.waiting.delete(key);
          const instance = this.instances.get(key);
          if (instance) this.instances.set(key, { ...instance, state: 'COMPLETED', endedAt: at });
        }
      }
    });
  }

  readonly client = {
    createProcessInstance: async (request: CreateInstance) => this.create(request),
    completeJob: async (key: string, variables = {}) => {
      this.complete(key, variables);
    },
    publishMessage: async (message: PublishMessage) => {
      this.publish(message);
    },
    cancelProcessInstance: async (key: string) => {
      this.record('cancelProcessInstance', key);
      this.project(() => {
        const instance = this.instances.get(key);
        if (instance) this.instances.set(key, { ...instance, state: 'CANCELED', endedAt: at });
      });
    },
    updateJobRetries: async (key: string, retries: number) => {
      this.record('updateJobRetries', { key, retries });
    },
    resolveIncident: async (key: string) => {
      this.record('resolveIncident', key);
      const incident = this.incidents.get(key);
      if (!incident) throw new EngineNotFoundError('no such incident was found');
      this.project(() => this.incidents.set(key, { ...incident, state: 'RESOLVED', resolvedAt: at }));
    },
    deploy: async (resources: Parameters<ZeebeClient['deploy']>[0]) => {
      this.record('deploy', resources);
      if (!String(resources[0]?.content).startsWith('<')) {
        throw new EngineRejectedError('INVALID_ARGUMENT', "'x.bpmn': SAXParseException while parsing input");
      }
      return { key: this.nextKey(), processes: [], forms: [], decisions: [] };
    },
  } as unknown as ZeebeClient;

  private processes(): readonly ProcessDetailView[] {
    return [{ ...processView, startable: this.startable }];
  }

  readonly queries: ReadModel = {
    processes: async () => this.processes(),
    process: async (id) => this.processes().find((process) => process.bpmnProcessId === id) ?? null,
    processXml: async (key) => (key === definitionKey ? bpmnXml : null),
    resourceVersions: async () => [],
    latestNames: async () => [],
    processFacts: async () => factsOf(await describeProcess(bpmnXml, processView.bpmnProcessId)),
    instances: async ({ visibleTo, state }) =>
      counted(
        [...this.instances.values()].filter(
          (instance) =>
            (state === undefined || instance.state === state) &&
            (visibleTo === undefined ||
              instance.initiator === visibleTo.name ||
              visibleTo.bpmnProcessIds.includes(instance.bpmnProcessId)),
        ),
      ),
    instance: async (key) => this.instances.get(key) ?? null,
    caseByNumber: async () => null,
    called: async () => [],
    callers: async () => [],
    caseOf: async (key) => key,
    elements: async () => [],
    sequenceFlows: async () => [],
    variables: async () => [],
    records: async () => page([]),
    waitingMessages: async (key) => this.waiting.get(key) ?? [],
    tasks: async ({ visibleTo, state, processInstanceKey }) =>
      page(
        [...this.tasks.values()].filter(
          (task) =>
            (state === undefined || task.state === state) &&
            (processInstanceKey === undefined || task.processInstanceKey === processInstanceKey) &&
            (visibleTo === undefined ||
              task.candidateGroups.some((group) => visibleTo.groups.includes(group))),
        ),
      ),
    task: (key) => this.read(key),
    taskView: (key) => this.read(key),
    formsOfTasks: async () => [],
    incidents: async () => page([...this.incidents.values()]),
    incident: async (key) => this.incidents.get(key) ?? null,
    incidentCauses: async () => [],
    incidentsOfCause: async () => [],
    processStatistics: async () => [],
    flowStatistics: async () => [],
    elementStatistics: async () => [],
    timers: async () => [],
    openMessages: async () => page([]),
    openTimers: async () => page([]),
    jobs: async () => [],
    countTasks: async () => 0,
    formByKey: async () => null,
    latestForm: async () => null,
    elementNames: async () => [],
    processMap: async () => [],
    overview: async () => [],
    groupWaits: async () => [],
  };
}
