/**
 * Moves element instances through their life: ACTIVATING → ACTIVATED → COMPLETING → COMPLETED, or TERMINATING →
 * TERMINATED from any of the first three; and takes sequence flows.
 */
import type { ExecutableElement, SequenceFlow } from '../../bpmn/model';
import type { ContainerProcessor } from '../elements/element-processor';
import { Failure } from '../failure';
import type { StateView } from '../state/engine-state';
import type { ElementInstance } from '../state/element-instance-state';
import { NO_KEY, type ProcessMetadata } from '../values';
import type { Writers } from '../writers';
import { contextOf, type ElementContext } from './element-context';
import type { ModelNode } from '../model/process-model';

export type FindContainer = (type: ExecutableElement['type']) => ContainerProcessor;

export class StateTransitionBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly findContainer: FindContainer,
  ) {}

  /** A command that an incident's resolution repeats finds the instance there already. */
  toActivating(context: ElementContext): ElementContext {
    if (this.state.elements.get(context.key) !== undefined) return context;
    const created = context.key === NO_KEY ? { ...context, key: this.writers.nextKey() } : context;
    this.writers.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', created.key, created.value);
    return created;
  }

  toActivated(context: ElementContext): void {
    this.writers.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', context.key, context.value);
  }

  toCompleting(context: ElementContext): void {
    if (this.state.elements.get(context.key)?.state === 'ELEMENT_COMPLETING') return;
    this.writers.event('PROCESS_INSTANCE', 'ELEMENT_COMPLETING', context.key, context.value);
  }

  /** An element without outgoing flow ends a path: its scope may complete after it. */
  toCompleted(element: ExecutableElement, context: ElementContext): Failure | undefined {
    const endsPath = element.type !== 'PROCESS' && element.outgoing.length === 0 && !isThrowingLink(element);
    const isSatisfied = endsPath && this.beforePathCompleted(context);
    if (isSatisfied instanceof Failure) return isSatisfied;
    this.writers.event('PROCESS_INSTANCE', 'ELEMENT_COMPLETED', context.key, context.value);
    if (endsPath) this.afterPathCompleted(context, isSatisfied);
    return undefined;
  }

  toTerminating(context: ElementContext): void {
    this.writers.event('PROCESS_INSTANCE', 'ELEMENT_TERMINATING', context.key, context.value);
  }

  toTerminated(context: ElementContext): void {
    this.writers.event('PROCESS_INSTANCE', 'ELEMENT_TERMINATED', context.key, context.value);
  }

  complete(context: ElementContext): void {
    this.writers.command('PROCESS_INSTANCE', 'COMPLETE_ELEMENT', context.key, context.value);
  }

  activateChild(context: ElementContext, child: ExecutableElement, key = NO_KEY): void {
    this.writers.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', key, {
      ...context.value,
      flowScopeKey: context.key,
      elementId: child.id,
      bpmnElementType: child.type,
      bpmnEventType: child.eventType,
    });
  }

  /** As many inner instances of the multi-instance body. */
  activateInstances(context: ElementContext, count: number): void {
    this.writers.command('PROCESS_INSTANCE_BATCH', 'ACTIVATE', this.writers.nextKey(), {
      processInstanceKey: context.value.processInstanceKey,
      batchElementInstanceKey: context.key,
      index: count,
    });
  }

  /** Starts an instance of the process for the call activity; returns its key. */
  callProcess(process: ProcessMetadata, context: ElementContext): number {
    const { bpmnProcessId, version, processDefinitionKey } = process;
    const processInstanceKey = this.writers.nextKey();
    this.writers.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', processInstanceKey, {
      bpmnProcessId,
      version,
      processDefinitionKey,
      processInstanceKey,
      elementId: bpmnProcessId,
      flowScopeKey: NO_KEY,
      bpmnElementType: 'PROCESS',
      bpmnEventType: 'UNSPECIFIED',
      parentProcessInstanceKey: context.value.processInstanceKey,
      parentElementInstanceKey: context.key,
      tenantId: context.value.tenantId,
    });
    return processInstanceKey;
  }

  /** A called process ended: its call activity goes on. */
  onCalledProcessEnded(child: ElementContext, ending: 'completed' | 'terminated'): void {
    const caller = this.state.elements.get(child.value.parentElementInstanceKey);
    if (caller === undefined) return;
    const { node, processor } = this.containerOf(caller);
    if (ending === 'completed') processor.afterPathCompleted(node, contextOf(caller), child, false);
    else processor.onChildTerminated(node, contextOf(caller), child);
  }

  takeOutgoingFlows(node: ModelNode, context: ElementContext): void {
    for (const flow of node.outgoing) this.takeFlow(flow, context);
  }

  takeFlow(flow: SequenceFlow, context: ElementContext): void {
    this.writers.event('PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN', this.writers.nextKey(), {
      ...context.value,
      elementId: flow.id,
      bpmnElementType: 'SEQUENCE_FLOW',
      bpmnEventType: 'UNSPECIFIED',
    });
    this.activateSibling(context, flow.targetId);
  }

  /** Another element in the same scope. */
  activateSibling(context: ElementContext, id: string): void {
    const target = this.state.processes.model(context.value.processDefinitionKey).element(id);
    this.writers.command('PROCESS_INSTANCE', 'ACTIVATE_ELEMENT', this.writers.nextKey(), {
      ...context.value,
      elementId: target.id,
      bpmnElementType: target.type,
      bpmnEventType: target.eventType,
    });
  }

  /** True when there are none to wait for. */
  terminateChildren(context: ElementContext): boolean {
    const instance = this.state.elements.get(context.key);
    if (instance === undefined || instance.childCount === 0) return true;
    this.writers.command('PROCESS_INSTANCE_BATCH', 'TERMINATE', this.writers.nextKey(), {
      processInstanceKey: context.value.processInstanceKey,
      batchElementInstanceKey: context.key,
      index: NO_KEY,
    });
    return false;
  }

  onChildTerminated(child: ElementContext): void {
    const scope = this.scopeOf(child);
    if (scope !== undefined) {
      const { node, processor } = this.containerOf(scope);
      processor.onChildTerminated(node, contextOf(scope), child);
    }
  }

  onChildActivating(child: ElementContext): Failure | undefined {
    const scope = this.scopeOf(child);
    if (scope === undefined) return undefined;
    const { node, processor } = this.containerOf(scope);
    return processor.onChildActivating?.(node, contextOf(scope), child);
  }

  private beforePathCompleted(child: ElementContext): Failure | boolean {
    const scope = this.scopeOf(child);
    if (scope === undefined) return false;
    const { node, processor } = this.containerOf(scope);
    return processor.beforePathCompleted?.(node, contextOf(scope), child) ?? false;
  }

  private afterPathCompleted(child: ElementContext, isSatisfied: boolean): void {
    const scope = this.scopeOf(child);
    if (scope === undefined) return;
    const { node, processor } = this.containerOf(scope);
    processor.afterPathCompleted(node, contextOf(scope), child, isSatisfied);
  }

  private scopeOf(child: ElementContext): ElementInstance | undefined {
    return this.state.elements.get(child.value.flowScopeKey);
  }

  private containerOf(scope: ElementInstance): { node: ModelNode; processor: ContainerProcessor } {
    const node = this.state.processes.model(scope.value.processDefinitionKey).nodeOf(scope.value);
    return { node, processor: this.findContainer(node.element.type) };
  }
}

/** Its path goes on at the catching link. */
function isThrowingLink({ type, eventType }: ExecutableElement): boolean {
  return type === 'INTERMEDIATE_THROW_EVENT' && eventType === 'LINK';
}
