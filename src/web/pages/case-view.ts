/** Everything the case page shows, from the capabilities to the templates' words. */
import { limitOfIncident } from '../../protocol/limits';
import type { Request } from 'express';
import type { CaseForAccount } from '../../cases/cases';
import { hasRole, Role, type Account } from '../../identity/account';
import { printJson } from '../../json';
import { withoutRepeatedBodies } from '../../readmodel/repeated';
import type { IncidentView, InstanceView, TaskView, VariableView } from '../../readmodel/views';
import { isMessageKey } from '../../text/catalogue';
import { DomainError } from '../errors';
import type { WebServices } from '../services';
import { diagramState, type DiagramState } from './case-diagram';
import { groupsLabel, historyOf } from './case-history';
import { documentLinks, uploadForm } from './kit/documents';
import { describedFacts, formsOfCase, isForPeople, variableDescriber, type Fact } from '../../words/labels';
import { mailLine } from './kit/mails';
import { displayNames, type NameOf } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

export interface CaseView {
  readonly template: Readonly<Record<string, unknown>> & { readonly title: string };
  readonly diagram: DiagramState;
}

export function mayRetry(account: Account): boolean {
  return hasRole(account, Role.ADMIN, Role.MANAGER, Role.OWNER);
}

async function load(services: WebServices, account: Account, key: string) {
  const { cases, tasks, queries, documents, outgoing } = services;
  // Rights first: nothing else is read for someone who may not see the case.
  const instance = await cases.read(account, key);
  const called = await cases.called(account, key);
  const keys = [key, ...called.map((one) => one.processInstanceKey)];
  const [
    elements,
    flows,
    variables,
    allTasks,
    mine,
    incidents,
    files,
    mails,
    process,
    nameOf,
    calledElements,
  ] = await Promise.all([
    cases.elements(account, key),
    cases.sequenceFlows(account, key),
    cases.variables(account, key),
    queries.tasks({ processInstanceKey: key, limit: 200 }),
    tasks.list(account, { processInstanceKey: key, state: 'CREATED' }),
    queries.incidents({ processInstanceKey: key, state: 'CREATED' }),
    documents.ofInstances(keys),
    outgoing.ofInstances(keys),
    queries.process(instance.bpmnProcessId),
    displayNames(services),
    Promise.all(called.map((one) => queries.elements(one.processInstanceKey))),
  ]);
  const { contractForms: contracts } = services;
  const forms = await formsOfCase(services, process?.startForm ?? null, allTasks.items, key);
  return {
    instance,
    elements,
    called: called.map((one, index) => ({ ...one, elements: calledElements[index] ?? [] })),
    caller: await callerOf(services, account, instance),
    flows,
    variables,
    incidents: incidents.items,
    files,
    signatures: await services.signatures.of(files.map((file) => file.firstVersion)),
    nameOf,
    forms,
    contracts,
    mails,
    tasks: allTasks.items,
    mine: new Set(mine.items.map((task) => task.key)),
  };
}

/** The case that called this one; what the reader may not see is not named. */
async function callerOf(services: WebServices, account: Account, instance: InstanceView) {
  const key = instance.parentProcessInstanceKey;
  if (key === null) return null;
  try {
    return await services.cases.read(account, key);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FORBIDDEN') return null;
    throw error;
  }
}

type Loaded = Awaited<ReturnType<typeof load>>;

export async function caseView(kit: PageKit, req: Request, account: Account, key: string): Promise<CaseView> {
  const reader = kit.reader(req);
  const loaded = await load(kit.services, account, key);
  const { instance, nameOf } = loaded;
  const elements = withoutRepeatedBodies(loaded.elements);
  const called = loaded.called.map((one) => ({ ...one, elements: withoutRepeatedBodies(one.elements) }));
  const title =
    instance.caseNumber === null
      ? reader.t('common.unnamedCase')
      : reader.t('case.title', { number: instance.caseNumber });
  return {
    diagram: diagramState(elements, loaded.flows),
    template: {
      title,
      case: instance,
      caller: callerLink(reader, loaded),
      actions: actionsOf(reader, instance),
      facts: factsOf(reader, instance, nameOf),
      incidents: loaded.incidents.map((incident) => incidentOf(reader, incident, loaded, mayRetry(account))),
      tasksShown: instance.state === 'ACTIVE',
      tasks: loaded.tasks
        .filter((task) => task.state === 'CREATED')
        .map((task) => taskOf(reader, task, loaded)),
      history: historyOf(reader, nameOf, { ...loaded, elements, called }),
      variables: variablesOf(reader, loaded),
      dataLabels: labelsOf(reader, loaded),
      rawVariables: printJson(ofTheCase(loaded.variables, key), 2),
      documents: documentLinks({ reader, nameOf, signatures: loaded.signatures }, loaded.files),
      upload:
        instance.state === 'ACTIVE'
          ? uploadForm(
              { reader, services: kit.services },
              { processInstanceKey: key, taskKey: null, files: loaded.files },
            )
          : null,
      mails: loaded.mails.map((mail) => mailLine({ reader, services: kit.services, account }, mail)),
    },
  };
}

function actionsOf(reader: Reader, instance: CaseForAccount) {
  const base = `/dossiers/${instance.processInstanceKey}`;
  const number = instance.caseNumber ?? '';
  const withdraw = {
    href: `${base}/retirer`,
    label: 'case.withdraw',
    ask: reader.t('case.withdrawAsk'),
    text: reader.t('case.withdrawText'),
    confirm: 'case.withdrawConfirm',
    danger: false,
  };
  const cancel = {
    href: `${base}/annuler`,
    label: 'case.cancel',
    ask: reader.t('case.cancelAsk', { number }),
    text: reader.t('case.cancelText'),
    confirm: 'case.cancelConfirm',
    danger: true,
  };
  return [...(instance.allowed.withdraw ? [withdraw] : []), ...(instance.allowed.cancel ? [cancel] : [])];
}

function callerLink(reader: Reader, { caller }: Loaded) {
  if (caller === null) return null;
  const number = caller.caseNumber ?? reader.t('common.unnamedCase');
  return {
    href: `/dossiers/${caller.processInstanceKey}`,
    label: reader.t('case.calledBy', { procedure: caller.processName, number }),
  };
}

function factsOf(reader: Reader, instance: CaseForAccount, nameOf: NameOf): Fact[] {
  const { format } = reader;
  const ended = instance.endedAt;
  return [
    { label: reader.t('case.requester'), value: nameOf(instance.initiator) ?? reader.t('common.none') },
    { label: reader.t('case.startedAt'), value: format.dateTime(instance.startedAt) },
    ...(ended === null ? [] : [{ label: reader.t('case.endedAt'), value: format.dateTime(ended) }]),
    { label: reader.t('case.duration'), value: format.duration(instance.startedAt, ended) },
  ];
}

/** What Zeebe says of a job that failed without a word. */
const NO_RETRIES = 'No more retries left.';

function incidentOf(reader: Reader, incident: IncidentView, loaded: Loaded, retry: boolean) {
  const { instance } = loaded;
  const elements = [...loaded.elements, ...loaded.called.flatMap((one) => one.elements)];
  const kind = limitOfIncident(incident.errorMessage) ?? incident.errorType;
  const key = `incidentType.${kind}`;
  const help = `incidentHelp.${kind}`;
  const element = elements.find((candidate) => candidate.key === incident.elementInstanceKey);
  return {
    title: reader.t(isMessageKey(key) ? key : 'incidentType.UNKNOWN'),
    where: reader.t('case.incidentAt', {
      element: element?.elementName ?? reader.t('history.stepWithoutName'),
      date: reader.format.dateTime(incident.createdAt),
    }),
    help: reader.t(isMessageKey(help) ? help : 'incidentHelp.UNKNOWN'),
    message: incident.errorMessage,
    // What workers of ours say is French; the engine's own words stand below ours.
    isOfEngine: incident.jobKey === null || incident.errorMessage === NO_RETRIES,
    dataHref: loaded.instance.allowed.changeVariables
      ? `/dossiers/${instance.processInstanceKey}/donnees?incident=${incident.key}`
      : null,
    retryHref: retry ? `/dossiers/${instance.processInstanceKey}/incidents/${incident.key}/reessayer` : null,
  };
}

function taskOf(reader: Reader, task: TaskView, { mine, nameOf }: Loaded) {
  const holder = nameOf(task.assignee);
  const who =
    holder === null
      ? task.candidateGroups.length + task.candidateUsers.length === 0
        ? reader.t('case.waitingNobody')
        : reader.t('case.waiting', {
            groups: groupsLabel(nameOf, [...task.candidateGroups, ...task.candidateUsers]),
          })
      : reader.t('case.taskOf', { name: holder });
  return {
    name: task.name,
    who,
    createdAt: task.createdAt,
    href: mine.has(task.key) ? `/taches/${task.key}` : null,
    openLabel: reader.t('inbox.openNamed', { task: task.name, case: task.caseNumber ?? '' }),
  };
}

function variablesOf(reader: Reader, { variables, forms, contracts, instance }: Loaded): Fact[] {
  return describedFacts(
    variableDescriber(reader, forms, contracts),
    forms,
    ofTheCase(variables, instance.processInstanceKey),
  );
}

/** Without what an element keeps for itself (input mappings). */
/** What people call the case's data, by name; what is the program's own is left out. */
function labelsOf(reader: Reader, { variables, forms, contracts }: Loaded): Record<string, string> {
  const describe = variableDescriber(reader, forms, contracts);
  const names = [...new Set(variables.map(({ name }) => name))].filter(isForPeople);
  return Object.fromEntries(names.map((name) => [name, describe(name, null).label]));
}

function ofTheCase(variables: readonly VariableView[], processInstanceKey: string): Record<string, unknown> {
  const own = variables.filter(({ scopeKey }) => scopeKey === processInstanceKey);
  return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}
