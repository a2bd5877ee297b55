/** Opens and closes what an active element waits for: messages first, then timers, then signals. */
import type { ExecutableElement } from '../../bpmn/model';
import { nextDueDate, type Timer } from '../../feel';
import { Failure } from '../failure';
import type { ModelNode } from '../model/process-model';
import type { StateView } from '../state/engine-state';
import type { Timer as OpenTimer } from '../state/timer-state';
import type { ProcessMessageSubscription } from '../state/subscription-state';
import { DEFAULT_TENANT, NO_KEY } from '../values';
import type { Writers } from '../writers';
import type { ElementContext } from './element-context';
import type { ExpressionBehavior } from './expression-behavior';
import { openMessageSubscription, closeMessageSubscription } from './subscription-commands';

type Wait =
  | {
      readonly kind: 'message';
      readonly event: ExecutableElement;
      readonly name: string;
      readonly key: string;
    }
  | { readonly kind: 'timer'; readonly event: ExecutableElement; readonly timer: Timer }
  | { readonly kind: 'signal'; readonly event: ExecutableElement; readonly name: string };

/** Who a timer belongs to; element and process instance are -1 for the timer of a start event. */
export interface TimerOwner {
  readonly elementInstanceKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
}

/** Which events to open. */
export interface Selection {
  readonly isWanted?: (event: ExecutableElement) => boolean;
  /** May refuse it by throwing. */
  readonly beforeMessage?: (event: ExecutableElement, messageName: string) => void;
}

export class CatchEventBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly expressions: ExpressionBehavior,
  ) {}

  /** All or none: evaluates every event before it opens the first. */
  subscribe(node: ModelNode, context: ElementContext, selection: Selection = {}): Failure | undefined {
    const waits: Wait[] = [];
    for (const event of node.events) {
      if (selection.isWanted?.(event) === false) continue;
      const wait = this.evaluate(event, context);
      if (wait instanceof Failure) return wait;
      if (wait !== undefined) waits.push(wait);
    }
    for (const wait of waits) {
      if (wait.kind !== 'message') continue;
      selection.beforeMessage?.(wait.event, wait.name);
      this.subscribeToMessage(wait, context);
    }
    for (const wait of waits) {
      if (wait.kind !== 'timer') continue;
      const owner = { ...context.value, elementInstanceKey: context.key };
      this.createTimer(wait.event.id, wait.timer, owner);
    }
    for (const wait of waits) if (wait.kind === 'signal') this.subscribeToSignal(wait, context);
    return undefined;
  }

  unsubscribe(elementInstanceKey: number, concerns: (eventId: string) => boolean = () => true): void {
    for (const timer of this.state.timers.ofElement(elementInstanceKey)) {
      if (concerns(timer.value.targetElementId)) this.cancelTimer(timer);
    }
    for (const subscription of this.state.processMessageSubscriptions.ofElement(elementInstanceKey)) {
      if (concerns(subscription.value.elementId)) this.unsubscribeFromMessage(subscription);
    }
    for (const { key, value } of this.state.signalSubscriptions.of(elementInstanceKey)) {
      if (concerns(value.catchEventId)) this.writers.event('SIGNAL_SUBSCRIPTION', 'DELETED', key, value);
    }
  }

  createTimer(elementId: string, timer: Timer, owner: TimerOwner): void {
    const { dueDate, repetitions } = nextDueDate(timer, this.writers.now);
    this.openTimer(elementId, { dueDate, repetitions }, owner);
  }

  openTimer(
    elementId: string,
    due: { readonly dueDate: number; readonly repetitions: number },
    owner: TimerOwner,
  ): void {
    this.writers.event('TIMER', 'CREATED', this.writers.nextKey(), {
      elementInstanceKey: owner.elementInstanceKey,
      processInstanceKey: owner.processInstanceKey,
      processDefinitionKey: owner.processDefinitionKey,
      targetElementId: elementId,
      dueDate: due.dueDate,
      repetitions: due.repetitions,
      tenantId: DEFAULT_TENANT,
    });
  }

  cancelTimer(timer: OpenTimer): void {
    this.writers.event('TIMER', 'CANCELED', timer.key, timer.value);
  }

  private evaluate(event: ExecutableElement, context: ElementContext): Wait | Failure | undefined {
    const definition = event.event;
    if (definition?.type === 'TIMER') {
      const timer = this.expressions.timer(definition.timer, context.key);
      return timer instanceof Failure ? timer : { kind: 'timer', event, timer };
    }
    if (definition?.type === 'SIGNAL') {
      const name = this.expressions.string(definition.signal.name, context.key);
      return name instanceof Failure ? name : { kind: 'signal', event, name };
    }
    if (definition?.type !== 'MESSAGE') return undefined;
    const { message } = definition;
    const name = this.expressions.string(message.name, context.key);
    if (name instanceof Failure) return name;
    // A boundary event's correlation key does not see the locals of its activity.
    const scopeKey = event.type === 'BOUNDARY_EVENT' ? context.value.flowScopeKey : context.key;
    if (message.correlationKey === undefined) {
      throw new Error(`Expected message '${message.id}' to have a correlation key`);
    }
    const key = this.expressions.correlationKey(message.correlationKey, scopeKey);
    return key instanceof Failure ? key : { kind: 'message', event, name, key };
  }

  private subscribeToMessage(wait: Wait & { kind: 'message' }, context: ElementContext): void {
    const value = {
      processInstanceKey: context.value.processInstanceKey,
      elementInstanceKey: context.key,
      bpmnProcessId: context.value.bpmnProcessId,
      messageKey: NO_KEY,
      messageName: wait.name,
      correlationKey: wait.key,
      interrupting: wait.event.interrupting ?? true,
      variables: {},
      tenantId: DEFAULT_TENANT,
      elementId: wait.event.id,
    };
    this.writers.event('PROCESS_MESSAGE_SUBSCRIPTION', 'CREATING', this.writers.nextKey(), value);
    openMessageSubscription(this.writers, value);
  }

  private subscribeToSignal(wait: Wait & { kind: 'signal' }, context: ElementContext): void {
    this.writers.event('SIGNAL_SUBSCRIPTION', 'CREATED', this.writers.nextKey(), {
      processDefinitionKey: context.value.processDefinitionKey,
      bpmnProcessId: context.value.bpmnProcessId,
      signalName: wait.name,
      catchEventId: wait.event.id,
      catchEventInstanceKey: context.key,
      tenantId: DEFAULT_TENANT,
    });
  }

  unsubscribeFromMessage(subscription: ProcessMessageSubscription): void {
    this.writers.event('PROCESS_MESSAGE_SUBSCRIPTION', 'DELETING', subscription.key, subscription.value);
    closeMessageSubscription(this.writers, subscription.value);
  }
}
