/** What starts instances of the newest version replaces what started those of the version before. */
import type { ExecutableElement } from '../../bpmn/model';
import { Failure } from '../failure';
import type { ProcessMetadata } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import { CommandRejected, type ProcessorContext } from './command-processor';
import type { DeploymentDraft } from './deployment-draft';

export function openStartTimers(draft: DeploymentDraft, context: ProcessorContext): void {
  for (const process of draft.processes) {
    if (process.duplicate) continue;
    cancelStartTimers(process.bpmnProcessId, context);
    for (const event of startEvents(process, context)) openStartTimer(event, process, context);
  }
}

/** Nothing starts instances of the process any more. */
export function closeStartEvents(process: ProcessMetadata, context: ProcessorContext): void {
  const { state, catchEvents } = context;
  for (const timer of state.timers.ofElement(NO_KEY)) {
    if (timer.value.processDefinitionKey === process.processDefinitionKey) catchEvents.cancelTimer(timer);
  }
  closeMessageSubscriptions(process, context);
  closeSignalSubscriptions(process, context);
}

export function openStartEvents(process: ProcessMetadata, context: ProcessorContext): void {
  const events = startEvents(process, context);
  for (const event of events) openStartTimer(event, process, context);
  for (const event of events) {
    openSubscription(event, process, context);
    openSignalSubscription(event, process, context);
  }
}

function cancelStartTimers(bpmnProcessId: string, { state, catchEvents }: ProcessorContext): void {
  for (const timer of state.timers.ofElement(NO_KEY)) {
    const process = state.processes.get(timer.value.processDefinitionKey);
    if (process?.bpmnProcessId === bpmnProcessId) catchEvents.cancelTimer(timer);
  }
}

function openStartTimer(
  { id, event }: ExecutableElement,
  { processDefinitionKey }: ProcessMetadata,
  { expressions, catchEvents }: ProcessorContext,
): void {
  if (event?.type !== 'TIMER') return;
  const timer = expressions.timer(event.timer, NO_KEY);
  if (timer instanceof Failure) {
    const reason = `Expected to create timer for start event, but encountered the following error: ${timer.message}`;
    throw new CommandRejected({ type: 'PROCESSING_ERROR', reason });
  }
  const owner = { elementInstanceKey: NO_KEY, processInstanceKey: NO_KEY, processDefinitionKey };
  catchEvents.createTimer(id, timer, owner);
}

export function openStartEventSubscriptions(draft: DeploymentDraft, context: ProcessorContext): void {
  for (const process of draft.processes) {
    const latest = context.state.processes.latest(process.bpmnProcessId);
    if (process.duplicate || latest?.version !== process.version) continue;
    closeEarlierSubscriptions(process, context);
    closeEarlierSignalSubscriptions(process, context);
    for (const event of startEvents(process, context)) {
      openSubscription(event, process, context);
      openSignalSubscription(event, process, context);
    }
  }
}

function closeEarlierSubscriptions(
  { bpmnProcessId, version }: ProcessMetadata,
  context: ProcessorContext,
): void {
  const { state } = context;
  for (let earlier = version - 1; earlier > 0; earlier -= 1) {
    const process = state.processes.version(bpmnProcessId, earlier);
    if (process === undefined || !startEvents(process, context).some(isMessage)) continue;
    closeMessageSubscriptions(process, context);
    return;
  }
}

function closeMessageSubscriptions(
  { processDefinitionKey }: ProcessMetadata,
  { state, writers }: ProcessorContext,
): void {
  for (const { key, value } of state.messageStartSubscriptions.ofProcess(processDefinitionKey)) {
    writers.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'DELETED', key, value);
  }
}

function closeEarlierSignalSubscriptions(
  { bpmnProcessId, version }: ProcessMetadata,
  context: ProcessorContext,
): void {
  const { state } = context;
  for (let earlier = version - 1; earlier > 0; earlier -= 1) {
    const process = state.processes.version(bpmnProcessId, earlier);
    if (process === undefined || !startEvents(process, context).some(isSignal)) continue;
    closeSignalSubscriptions(process, context);
    return;
  }
}

function closeSignalSubscriptions(
  { processDefinitionKey }: ProcessMetadata,
  { state, writers }: ProcessorContext,
): void {
  for (const { key, value } of state.signalSubscriptions.of(processDefinitionKey)) {
    writers.event('SIGNAL_SUBSCRIPTION', 'DELETED', key, value);
  }
}

function openSignalSubscription(
  { id, event }: ExecutableElement,
  { bpmnProcessId, processDefinitionKey }: ProcessMetadata,
  { expressions, writers }: ProcessorContext,
): void {
  if (event?.type !== 'SIGNAL') return;
  const signalName = expressions.string(event.signal.name, NO_KEY);
  if (signalName instanceof Failure) {
    throw new CommandRejected({ type: 'INVALID_ARGUMENT', reason: signalName.message });
  }
  writers.event('SIGNAL_SUBSCRIPTION', 'CREATED', writers.nextKey(), {
    processDefinitionKey,
    bpmnProcessId,
    signalName,
    catchEventId: id,
    catchEventInstanceKey: NO_KEY,
    tenantId: DEFAULT_TENANT,
  });
}

function openSubscription(
  { id, event }: ExecutableElement,
  { bpmnProcessId, processDefinitionKey }: ProcessMetadata,
  { expressions, writers }: ProcessorContext,
): void {
  if (event?.type !== 'MESSAGE') return;
  const messageName = expressions.string(event.message.name, NO_KEY);
  if (messageName instanceof Failure) {
    throw new CommandRejected({ type: 'INVALID_ARGUMENT', reason: messageName.message });
  }
  writers.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'CREATED', writers.nextKey(), {
    processDefinitionKey,
    bpmnProcessId,
    startEventId: id,
    messageName,
    messageKey: NO_KEY,
    processInstanceKey: NO_KEY,
    correlationKey: '',
    variables: {},
    tenantId: DEFAULT_TENANT,
  });
}

function isSignal({ event }: ExecutableElement): boolean {
  return event?.type === 'SIGNAL';
}

function isMessage({ event }: ExecutableElement): boolean {
  return event?.type === 'MESSAGE';
}

function startEvents(
  { processDefinitionKey }: ProcessMetadata,
  { state }: ProcessorContext,
): readonly ExecutableElement[] {
  return state.processes.model(processDefinitionKey).root.startEvents;
}
