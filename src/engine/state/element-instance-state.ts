import type { ProcessInstanceValue } from '../values';
import { NO_KEY } from '../values';
import { ColumnFamily, keyOf, numberKey, stringKey } from './column-family';
import { GroupIndex, groupByNumber } from './indices';
import type { UndoLog } from './undo-log';

export type ElementState =
  'ELEMENT_ACTIVATING' | 'ELEMENT_ACTIVATED' | 'ELEMENT_COMPLETING' | 'ELEMENT_TERMINATING';

export interface ElementInstance {
  readonly key: number;
  readonly state: ElementState;
  readonly value: ProcessInstanceValue;
  /** Key of the flow scope; -1 on a process. */
  readonly parentKey: number;
  readonly childCount: number;
  /** Sequence flows taken in this scope whose target is not active yet. */
  readonly activeSequenceFlows: number;
  /** Those flows by id; kept only in processes where an inclusive gateway joins paths. */
  readonly activeFlowIds?: readonly string[];
  readonly jobKey: number;
  /** How many execution listeners got their job since it began to activate or complete. */
  readonly listenerIndex?: number;
  /** Of an inner instance of a multi-instance body: its place, from 1; of the body: how many it activated. */
  readonly loopCounter?: number;
  /** Multi-instance bodies: how many inner instances completed. */
  readonly completedInstances?: number;
  readonly terminatedInstances?: number;
  /** Native user tasks that are open. */
  readonly userTaskKey?: number;
  /** Called process instances: how many call one another down to here; absent: it was called by nobody. */
  readonly processDepth?: number;
  /** Call activities: the process instance that they called. */
  readonly calledInstanceKey?: number;
  /** Id of the event that interrupted this scope; empty when none did. */
  readonly interruptingElementId: string;
  /** False once an interrupting boundary event has triggered. */
  readonly acceptsEvents: boolean;
  /** True once an interrupting event of its own has triggered. */
  readonly eventInterrupted: boolean;
}

interface TakenFlow {
  readonly scopeKey: number;
  readonly gatewayId: string;
  readonly count: number;
}

const isCalled = (value: ProcessInstanceValue): boolean =>
  value.bpmnElementType === 'PROCESS' && value.parentProcessInstanceKey > 0;

export class ElementInstanceState {
  private readonly instances: ColumnFamily<number, ElementInstance>;
  private readonly children: GroupIndex<number, ElementInstance, number>;
  private readonly byDefinition: GroupIndex<number, ElementInstance, number>;
  private readonly takenFlows: ColumnFamily<string, TakenFlow>;
  private readonly takenByGateway: GroupIndex<string, TakenFlow, string>;
  private readonly takenByScope: GroupIndex<string, TakenFlow, number>;
  readonly families: readonly [ColumnFamily<number, ElementInstance>, ColumnFamily<string, TakenFlow>];

  constructor(undo: UndoLog) {
    this.instances = new ColumnFamily('element-instance', undo, numberKey);
    this.children = this.instances.index(
      groupByNumber((instance) => (instance.parentKey === NO_KEY ? undefined : instance.parentKey)),
    );
    this.byDefinition = this.instances.index(
      groupByNumber((instance) =>
        instance.value.bpmnElementType === 'PROCESS' ? instance.value.processDefinitionKey : undefined,
      ),
    );
    this.takenFlows = new ColumnFamily('taken-flow', undo, stringKey);
    const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
    this.takenByGateway = this.takenFlows.index(
      new GroupIndex((flow) => keyOf(flow.scopeKey, flow.gatewayId), byText),
    );
    this.takenByScope = this.takenFlows.index(new GroupIndex((flow) => flow.scopeKey, byText));
    this.families = [this.instances, this.takenFlows];
  }

  get size(): number {
    return this.instances.size;
  }

  get(key: number): ElementInstance | undefined {
    return this.instances.get(key);
  }

  childrenOf(key: number): ElementInstance[] {
    return this.children.of(key).flatMap((child) => this.instances.get(child) ?? []);
  }

  /** 1 for a process instance that nobody called. */
  processDepth(processInstanceKey: number): number {
    return this.instances.get(processInstanceKey)?.processDepth ?? 1;
  }

  /** Whether the process instance, or one that called it, directly or not, is being terminated or has ended. */
  isEnding(processInstanceKey: number): boolean {
    for (let key = processInstanceKey; key > 0;) {
      const instance = this.instances.get(key);
      if (instance === undefined || instance.state === 'ELEMENT_TERMINATING') return true;
      key = instance.value.parentProcessInstanceKey;
    }
    return false;
  }

  hasInstancesOf(processDefinitionKey: number): boolean {
    return this.byDefinition.has(processDefinitionKey);
  }

  /** How many different flows into the gateway were taken and not yet used. */
  takenFlowsInto(scopeKey: number, gatewayId: string): number {
    return this.takenByGateway.of(keyOf(scopeKey, gatewayId)).length;
  }

  /** Ids of those flows. */
  takenFlowIdsInto(scopeKey: number, gatewayId: string): readonly string[] {
    const flowId = (key: string): string => (JSON.parse(key) as [number, string, string])[2];
    return this.takenByGateway.of(keyOf(scopeKey, gatewayId)).map(flowId);
  }

  /** True when the scope exists, takes events, and was not interrupted, or the event is a boundary event. */
  canTriggerEvent(scopeKey: number, isBoundaryEvent: boolean): boolean {
    const scope = this.instances.get(scopeKey);
    return scope !== undefined && scope.acceptsEvents && (!scope.eventInterrupted || isBoundaryEvent);
  }

  create(key: number, value: ProcessInstanceValue, state: ElementState): void {
    const parent = this.instances.get(value.flowScopeKey);
    if (parent !== undefined) this.update(parent.key, { childCount: parent.childCount + 1 });
    this.instances.put(key, {
      key,
      state,
      value,
      parentKey: parent === undefined ? NO_KEY : parent.key,
      childCount: 0,
      activeSequenceFlows: 0,
      jobKey: NO_KEY,
      interruptingElementId: '',
      acceptsEvents: true,
      eventInterrupted: false,
      ...(isCalled(value) && { processDepth: this.processDepth(value.parentProcessInstanceKey) + 1 }),
    });
  }

  update(key: number, change: Partial<ElementInstance>): void {
    const instance = this.instances.get(key);
    if (instance !== undefined) this.instances.put(key, { ...instance, ...change });
  }

  remove(key: number): void {
    const instance = this.instances.get(key);
    if (instance === undefined) return;
    this.instances.delete(key);
    for (const flow of this.takenByScope.of(key)) this.takenFlows.delete(flow);
    const parent = this.instances.get(instance.parentKey);
    if (parent !== undefined) this.update(parent.key, { childCount: parent.childCount - 1 });
  }

  addTakenFlow(scopeKey: number, gatewayId: string, flowId: string): void {
    const key = keyOf(scopeKey, gatewayId, flowId);
    const count = (this.takenFlows.get(key)?.count ?? 0) + 1;
    this.takenFlows.put(key, { scopeKey, gatewayId, count });
  }

  /** Uses up one taking of each flow into the gateway. */
  useTakenFlows(scopeKey: number, gatewayId: string): void {
    for (const key of this.takenByGateway.of(keyOf(scopeKey, gatewayId))) {
      const flow = this.takenFlows.get(key);
      if (flow === undefined) continue;
      if (flow.count > 1) this.takenFlows.put(key, { ...flow, count: flow.count - 1 });
      else this.takenFlows.delete(key);
    }
  }
}
