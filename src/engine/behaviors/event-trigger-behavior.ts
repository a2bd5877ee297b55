/** Events that occurred in a scope, and the events of the diagram that they activate. */
import type { ExecutableElement } from '../../bpmn/model';
import type { StateView } from '../state/engine-state';
import type { EventTrigger } from '../state/event-trigger-state';
import type { Document, ProcessInstanceValue } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { Writers } from '../writers';
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

  private element(id: string, value: ProcessInstanceValue): ExecutableElement {
    return this.state.processes.model(value.processDefinitionKey).element(id);
  }
}
