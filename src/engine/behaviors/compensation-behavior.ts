/**
 * Compensation: an activity with a handler leaves a subscription when it completes, and so does a scope with such
 * activities inside. A throwing event triggers those of its scope and waits until their handlers have completed.
 */
import type { ExecutableElement } from '../../bpmn/model';
import type { CompensationSubscription } from '../state/compensation-state';
import type { StateView } from '../state/engine-state';
import { DEFAULT_TENANT, NO_KEY, type ProcessInstanceValue } from '../values';
import type { Writers } from '../writers';
import type { ElementContext } from './element-context';

export class CompensationBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
  ) {}

  /** The activity completes. */
  subscribe(element: ExecutableElement, context: ElementContext): void {
    const events = element.boundaryEvents.map((id) => this.element(id, context));
    const boundary = events.find(({ eventType }) => eventType === 'COMPENSATION');
    if (boundary === undefined && !this.holdsSubscriptions(context)) return;
    const handlerId = boundary?.event?.type === 'COMPENSATION' ? boundary.event.handlerId : undefined;
    this.writers.event('COMPENSATION_SUBSCRIPTION', 'CREATED', this.writers.nextKey(), {
      tenantId: DEFAULT_TENANT,
      processInstanceKey: context.value.processInstanceKey,
      processDefinitionKey: context.value.processDefinitionKey,
      compensableActivityId: element.id,
      compensableActivityInstanceKey: context.key,
      compensableActivityScopeKey: context.value.flowScopeKey,
      throwEventId: '',
      throwEventInstanceKey: NO_KEY,
      compensationHandlerId: handlerId ?? '',
      compensationHandlerInstanceKey: NO_KEY,
      variables: {},
    });
  }

  /** True when the throwing event has to wait for handlers. */
  trigger(element: ExecutableElement, context: ElementContext): boolean {
    const activityId = element.event?.type === 'COMPENSATION' ? element.event.activityId : undefined;
    const scopes = this.scopesInReach(element, context);
    const open = this.state.compensations
      .ofProcessInstance(context.value.processInstanceKey)
      .filter(({ value }) => value.throwEventId === '');
    const triggered = open.filter(
      ({ value }) =>
        scopes.includes(value.compensableActivityScopeKey) &&
        (activityId === undefined || value.compensableActivityId === activityId),
    );
    for (const subscription of triggered) this.triggerOne(subscription, open, context);
    return triggered.length > 0;
  }

  /** A handler completed: its throwing event goes on after the last one. */
  completeHandler(context: ElementContext): void {
    if (context.value.bpmnEventType !== 'COMPENSATION') return;
    const { processInstanceKey } = context.value;
    const subscription = this.state.compensations
      .ofProcessInstance(processInstanceKey)
      .find(({ value }) => value.throwEventId !== '' && value.compensationHandlerInstanceKey === context.key);
    if (subscription === undefined) return;
    const { compensableActivityScopeKey, throwEventInstanceKey } = subscription.value;
    this.complete(subscription);
    this.completeScope(compensableActivityScopeKey, processInstanceKey);
    const isLast = !this.state.compensations
      .ofProcessInstance(processInstanceKey)
      .some(({ value }) => value.throwEventInstanceKey === throwEventInstanceKey);
    const thrower = this.state.elements.get(throwEventInstanceKey);
    if (isLast && thrower !== undefined)
      this.writers.command('PROCESS_INSTANCE', 'COMPLETE_ELEMENT', thrower.key, thrower.value);
  }

  deleteOfProcessInstance(processInstanceKey: number): void {
    for (const subscription of this.state.compensations.ofProcessInstance(processInstanceKey))
      this.delete(subscription);
  }

  /** Of the scope, and of the scopes inside it. */
  deleteInScope(scopeKey: number): void {
    for (const subscription of this.state.compensations.inScope(scopeKey)) {
      this.delete(subscription);
      this.deleteInScope(subscription.value.compensableActivityInstanceKey);
    }
  }

  private holdsSubscriptions({ key, value }: ElementContext): boolean {
    const isScope =
      value.bpmnElementType === 'SUB_PROCESS' || value.bpmnElementType === 'MULTI_INSTANCE_BODY';
    return isScope && this.state.compensations.hasInScope(key);
  }

  /** Inside an event subprocess also the scope around it. */
  private scopesInReach(element: ExecutableElement, context: ElementContext): readonly number[] {
    const { flowScopeKey } = context.value;
    const scope = element.scopeId === undefined ? undefined : this.element(element.scopeId, context);
    if (scope?.type !== 'EVENT_SUB_PROCESS') return [flowScopeKey];
    return [flowScopeKey, this.state.elements.get(flowScopeKey)?.parentKey ?? NO_KEY];
  }

  private triggerOne(
    subscription: CompensationSubscription,
    open: readonly CompensationSubscription[],
    thrower: ElementContext,
  ): void {
    const { value } = subscription;
    const handlerKey = value.compensationHandlerId === '' ? NO_KEY : this.activateHandler(value, thrower);
    this.writers.event('COMPENSATION_SUBSCRIPTION', 'TRIGGERED', subscription.key, {
      ...value,
      throwEventId: thrower.value.elementId,
      throwEventInstanceKey: thrower.key,
      compensationHandlerInstanceKey: handlerKey,
    });
    for (const inner of open) {
      if (inner.value.compensableActivityScopeKey === value.compensableActivityInstanceKey)
        this.triggerOne(inner, open, thrower);
    }
  }

  /** Through the boundary event; returns the handler's key. */
  private activateHandler(
    { compensableActivityId }: CompensationSubscription['value'],
    thrower: ElementContext,
  ): number {
    const boundary = this.element(compensableActivityId, thrower)
      .boundaryEvents.map((id) => this.element(id, thrower))
      .find(({ eventType }) => eventType === 'COMPENSATION');
    const handlerId = boundary?.event?.type === 'COMPENSATION' ? boundary.event.handlerId : undefined;
    if (boundary === undefined || handlerId === undefined)
      throw new Error(`Expected activity '${compensableActivityId}' to have a compensation handler`);
    const passed = this.valueOf(boundary, boundary.eventType, thrower);
    const key = this.writers.nextKey();
    for (const intent of [
      'ELEMENT_ACTIVATING',
      'ELEMENT_ACTIVATED',
      'ELEMENT_COMPLETING',
      'ELEMENT_COMPLETED',
    ] as const)
      this.writers.event('PROCESS_INSTANCE', intent, key, passed);
    const handlerKey = this.writers.nextKey();
    const value = this.valueOf(this.element(handlerId, thrower), 'COMPENSATION', thrower);
    this.writers.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', handlerKey, value);
    return handlerKey;
  }

  private valueOf(
    element: ExecutableElement,
    bpmnEventType: ProcessInstanceValue['bpmnEventType'],
    { value }: ElementContext,
  ): ProcessInstanceValue {
    return { ...value, elementId: element.id, bpmnElementType: element.type, bpmnEventType };
  }

  /** A scope without handler is compensated when all inside it is. */
  private completeScope(scopeKey: number, processInstanceKey: number): void {
    if (this.state.compensations.hasInScope(scopeKey)) return;
    const scope = this.state.compensations
      .ofProcessInstance(processInstanceKey)
      .find(
        ({ value }) =>
          value.compensableActivityInstanceKey === scopeKey && value.compensationHandlerId === '',
      );
    if (scope === undefined) return;
    this.complete(scope);
    this.completeScope(scope.value.compensableActivityScopeKey, processInstanceKey);
  }

  private complete({ key, value }: CompensationSubscription): void {
    this.writers.event('COMPENSATION_SUBSCRIPTION', 'COMPLETED', key, value);
  }

  private delete({ key, value }: CompensationSubscription): void {
    this.writers.event('COMPENSATION_SUBSCRIPTION', 'DELETED', key, value);
  }

  private element(id: string, { value }: ElementContext): ExecutableElement {
    return this.state.processes.model(value.processDefinitionKey).element(id);
  }
}
