/** Every query of the read model behind one object. Unknown keys give null or empty lists, never errors. */
import { shareAnswers } from './share-answers';
import { readElementNames } from './element-names';
import { readGroupWaits, readOverview, type OverviewFilter } from './overview';
import { readProcessMap, type ProcessMapFilter } from './process-map';
import type { Knex } from 'knex';
import { caseOf, listCalled, listCallers } from './called';
import { listElements, listSequenceFlows } from './elements';
import type { IncidentFilter, InstanceFilter, PageRequest, TaskFilter, WaitFilter } from './filters';
import { formByKey, latestForm } from './forms';
import { listIncidentCauses, listIncidentsOfCause } from './incident-causes';
import { listIncidents, readIncident } from './incidents';
import { listInstances, readCaseByNumber, readInstance } from './instances';
import { listOpenMessages, listOpenTimers } from './open-waits';
import { listProcesses, readProcess, readProcessFacts, readProcessXml } from './processes';
import { listRecords } from './records';
import { listNames, listResourceVersions } from './resources';
import type { ResourceKind } from './views';
import { readElementStatistics, readFlowStatistics, readProcessStatistics } from './statistics';
import { countTasks, formsOfTasks, listTasks, readTask, readTaskView, type ByHand } from './tasks';
import { listVariables } from './variables';
import { listJobs, listTimers, listWaitingMessages } from './waiting';

/** Maps and overviews may be so old. */
const SHARED_MILLIS = 5_000;

/**
 * Lists throw `InvalidCursorError` for a cursor that is not from a previous page.
 * `byHand`: job types that people do because no connector does.
 */
export function createReadModel(knex: Knex, byHand: ByHand = new Set()) {
  return {
    processes: () => listProcesses(knex),
    process: (bpmnProcessId: string) => readProcess(knex, bpmnProcessId),
    processXml: (processDefinitionKey: string) => readProcessXml(knex, processDefinitionKey),
    processFacts: (processDefinitionKey: string) => readProcessFacts(knex, processDefinitionKey),
    resourceVersions: (kind: ResourceKind, id: string) => listResourceVersions(knex, kind, id),
    latestNames: (kind: ResourceKind) => listNames(knex, kind),
    instances: (filter: InstanceFilter) => listInstances(knex, filter),
    instance: (processInstanceKey: string) => readInstance(knex, processInstanceKey),
    caseByNumber: (caseNumber: string) => readCaseByNumber(knex, caseNumber),
    called: (processInstanceKey: string) => listCalled(knex, processInstanceKey),
    callers: (processInstanceKey: string) => listCallers(knex, processInstanceKey),
    caseOf: (processInstanceKey: string) => caseOf(knex, processInstanceKey),
    elements: (processInstanceKey: string) => listElements(knex, processInstanceKey),
    sequenceFlows: (processInstanceKey: string) => listSequenceFlows(knex, processInstanceKey),
    variables: (processInstanceKey: string) => listVariables(knex, processInstanceKey),
    records: (processInstanceKey: string, page: PageRequest) => listRecords(knex, processInstanceKey, page),
    waitingMessages: (processInstanceKey: string) => listWaitingMessages(knex, processInstanceKey),
    timers: (processInstanceKey: string) => listTimers(knex, processInstanceKey),
    openMessages: (filter: WaitFilter) => listOpenMessages(knex, filter),
    openTimers: (filter: WaitFilter) => listOpenTimers(knex, filter),
    jobs: (processInstanceKey: string) => listJobs(knex, processInstanceKey),
    tasks: (filter: TaskFilter) => listTasks(knex, byHand, filter),
    countTasks: (filter: Omit<TaskFilter, 'cursor' | 'limit'>, most?: number) =>
      countTasks(knex, byHand, filter, most),
    task: (key: string) => readTask(knex, byHand, key),
    taskView: (key: string) => readTaskView(knex, byHand, key),
    formsOfTasks: (keys: readonly string[]) => formsOfTasks(knex, keys),
    incidents: (filter: IncidentFilter) => listIncidents(knex, filter),
    incident: (key: string) => readIncident(knex, key),
    incidentCauses: () => listIncidentCauses(knex),
    incidentsOfCause: (cause: string, limit?: number) => listIncidentsOfCause(knex, cause, limit),
    formByKey: (formKey: string) => formByKey(knex, formKey),
    latestForm: (formId: string) => latestForm(knex, formId),
    elementNames: (processKey: string) => readElementNames(knex, processKey),
    processMap: shareAnswers((filter: ProcessMapFilter) => readProcessMap(knex, filter), SHARED_MILLIS),
    overview: shareAnswers((filter: OverviewFilter) => readOverview(knex, filter), SHARED_MILLIS),
    groupWaits: (limit: number) => readGroupWaits(knex, limit),
    processStatistics: () => readProcessStatistics(knex),
    flowStatistics: (bpmnProcessId: string) => readFlowStatistics(knex, bpmnProcessId),
    elementStatistics: (bpmnProcessId: string) => readElementStatistics(knex, bpmnProcessId),
  };
}

export type ReadModelQueries = ReturnType<typeof createReadModel>;
