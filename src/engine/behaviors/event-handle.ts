/** Brings an event that occurred (message, timer, error) into a process instance, or starts one with it. */
import type { ExecutableElement } from '../../bpmn/model';
import type { StateView } from '../state/engine-state';
import type { ElementInstance } from '../state/element-instance-state';
import type { MessageStartEventSubscription } from '../state/subscription-state';
import type { StoredMessage } from '../state/message-state';
import type { Document, JobValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { Writers } from '../writers';
import type { EventTriggerBehavior } from './event-trigger-behavior';

export class EventHandle {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly eventTriggers: EventTriggerBehavior,
  ) {}

  canTrigger(scope: ElementInstance | undefined, elementId: string): boolean {
    if (scope?.state !== 'ELEMENT_ACTIVATED') return false;
    const isBoundary = this.state.processes
      .model(scope.value.processDefinitionKey)
      .nodeOf(scope.value)
      .boundaryIds.has(elementId);
    const flowScope = this.state.elements.get(scope.parentKey);
    return (
      this.state.elements.canTriggerEvent(scope.key, isBoundary) &&
      (flowScope === undefined || flowScope.interruptingElementId === '')
    );
  }

  /** The event occurs in the scope: completes it, interrupts it, or runs beside it. */
  activateElement(event: ExecutableElement, scope: ElementInstance, variables: Document = {}): void {
    const eventKey = this.eventTriggers.triggering(scope.key, event.id, variables, scope.value);
    if (completesItself(event)) {
      this.writers.command('PROCESS_INSTANCE', 'COMPLETE_ELEMENT', scope.key, scope.value);
    } else if (event.type === 'START_EVENT') {
      // The event may just have interrupted the scope.
      const now = this.state.elements.get(scope.key);
      if (now !== undefined) this.eventTriggers.triggerEventSubprocess(event, now);
    } else if (event.interrupting ?? true) {
      this.writers.command('PROCESS_INSTANCE', 'TERMINATE_ELEMENT', scope.key, scope.value);
    } else {
      const trigger = { eventKey, elementId: event.id, variables };
      this.eventTriggers.activate(trigger, scope.key, scope.value.flowScopeKey, scope.value);
    }
  }

  /** The element's own job brought variables. */
  triggeringByJob(job: JobValue): void {
    this.eventTriggers.triggering(job.elementInstanceKey, job.elementId, job.variables, job);
  }

  triggerMessageStartEvent(subscription: MessageStartEventSubscription, message: StoredMessage): void {
    const processInstanceKey = this.writers.nextKey();
    const { processDefinitionKey, startEventId } = subscription.value;
    this.writers.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'CORRELATED', subscription.key, {
      ...subscription.value,
      processInstanceKey,
      messageKey: message.key,
      messageName: message.value.name,
      correlationKey: message.value.correlationKey,
      variables: message.value.variables,
    });
    this.startProcessInstance(
      processDefinitionKey,
      processInstanceKey,
      startEventId,
      message.value.variables,
    );
  }

  startProcessInstance(
    processDefinitionKey: number,
    processInstanceKey: number,
    startEventId: string,
    variables: Document,
  ): void {
    const owner = { processDefinitionKey, processInstanceKey };
    this.eventTriggers.triggering(processDefinitionKey, startEventId, variables, owner);
    const process = this.state.processes.get(processDefinitionKey);
    if (process === undefined) throw new Error(`Expected process '${processDefinitionKey}' to be deployed`);
    this.writers.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', processInstanceKey, {
      bpmnProcessId: process.bpmnProcessId,
      version: process.version,
      processDefinitionKey,
      processInstanceKey,
      elementId: process.bpmnProcessId,
      flowScopeKey: NO_KEY,
      bpmnElementType: 'PROCESS',
      bpmnEventType: 'UNSPECIFIED',
      parentProcessInstanceKey: NO_KEY,
      parentElementInstanceKey: NO_KEY,
      tenantId: DEFAULT_TENANT,
    });
  }
}

/** Its own wait state ends; a boundary event acts on the activity instead. */
function completesItself(event: ExecutableElement): boolean {
  return (
    event.type === 'INTERMEDIATE_CATCH_EVENT' ||
    event.type === 'RECEIVE_TASK' ||
    event.type === 'EVENT_BASED_GATEWAY'
  );
}
