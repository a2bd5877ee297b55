/** Events that occurred in a scope, and the events of the diagram that they activate. */
import type { ExecutableElement } from '../../bpmn/model';
import type { StateView } from '../state/engine-state';
import type { ElementInstance } from '../state/element-instance-state';
import type { EventTrigger } from '../state/event-trigger-state';
import type { Document, ProcessInstanceValue } from '../values';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { Writers } from '../writers';
import type { CatchEventBehavior } from './catch-event-behavior';
import type { VariableBehavior } from './variable-behavior';

interface Owner {
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
}

export class EventTriggerBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly variables: VariableBehavior,
    private readonly catchEvents: CatchEventBehavior,
  ) {}

  /** Stores an event; returns its key. */
  triggering(scopeKey: number, elementId: string, variables: Document, owner: Owner): number {
    const key = this.writers.nextKey();
    this.writers.event('PROCESS_EVENT', 'TRIGGERING', key, {
      scopeKey,
      targetElementId: elementId,
      variables,
      processDefinitionKey: owner.processDefinitionKey,
      processInstanceKey: owner.processInstanceKey,
      tenantId: DEFAULT_TENANT,
    });
    return key;
  }

  /** The event is handled. */
  triggered(eventKey: number, scopeKey: number, elementId: string, owner: Owner): void {
    this.writers.event('PROCESS_EVENT', 'TRIGGERED', eventKey, {
      scopeKey,
      targetElementId: elementId,
      variables: {},
      processDefinitionKey: owner.processDefinitionKey,
      processInstanceKey: owner.processInstanceKey,
      tenantId: DEFAULT_TENANT,
    });
  }

  /**
   * Activates the event of the diagram that a trigger is for: a boundary event, or the start event of a process.
   * @param value of the element instance where it occurred
   */
  activate(
    trigger: Pick<EventTrigger, 'eventKey' | 'elementId' | 'variables'>,
    scopeKey: number,
    flowScopeKey: number,
    value: ProcessInstanceValue,
  ): void {
    const event = this.element(trigger.elementId, value);
    const subprocess = this.eventSubprocessOf(event, value);
    if (subprocess !== undefined) {
      this.activateEventSubprocess(subprocess, flowScopeKey, value);
      return;
    }
    this.triggered(trigger.eventKey, scopeKey, event.id, value);
    const key = this.writers.nextKey();
    const eventValue: ProcessInstanceValue = {
      ...value,
      flowScopeKey,
      elementId: event.id,
      bpmnElementType: event.type,
      bpmnEventType: event.eventType,
    };
    this.writers.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, eventValue);
    this.writers.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', key, eventValue);
    this.variables.mergeLocal(key, value, trigger.variables);
    this.writers.command('PROCESS_INSTANCE', 'COMPLETE_ELEMENT', key, eventValue);
  }

  /**
   * The start event of an event subprocess occurred in the scope. When it interrupts what else runs there, the last
   * child that ends activates it.
   */
  triggerEventSubprocess(event: ExecutableElement, scope: ElementInstance): void {
    const { interruptingElementId } = scope;
    if (interruptingElementId !== '' && interruptingElementId !== event.scopeId) return;
    const trigger = this.state.eventTriggers.peek(scope.key);
    if (trigger === undefined) return;
    if (event.interrupting ?? true) {
      this.catchEvents.unsubscribe(scope.key, (id) => this.isEventSubprocessStart(id, scope.value));
      for (const child of this.state.elements.childrenOf(scope.key)) {
        if (child.state === 'ELEMENT_TERMINATING') continue;
        this.writers.command('PROCESS_INSTANCE', 'TERMINATE_ELEMENT', child.key, child.value);
      }
      if (scope.childCount > 0) return;
    }
    this.activate({ ...trigger, elementId: event.id }, scope.key, scope.key, scope.value);
  }

  /** The event stays unhandled: the start event inside takes its variables. */
  private activateEventSubprocess(
    subprocess: ExecutableElement,
    flowScopeKey: number,
    value: ProcessInstanceValue,
  ): void {
    this.writers.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', NO_KEY, {
      ...value,
      flowScopeKey,
      elementId: subprocess.id,
      bpmnElementType: subprocess.type,
    });
  }

  private isEventSubprocessStart(id: string, value: ProcessInstanceValue): boolean {
    return this.eventSubprocessOf(this.element(id, value), value) !== undefined;
  }

  private eventSubprocessOf(
    event: ExecutableElement,
    value: ProcessInstanceValue,
  ): ExecutableElement | undefined {
    if (event.type !== 'START_EVENT' || event.scopeId === undefined) return undefined;
    const scope = this.element(event.scopeId, value);
    return scope.type === 'EVENT_SUB_PROCESS' ? scope : undefined;
  }

  private element(id: string, value: ProcessInstanceValue): ExecutableElement {
    return this.state.processes.model(value.processDefinitionKey).element(id);
  }
}
