import type { Document } from '../values';
import { ColumnFamily, keyOf, stringKey } from './column-family';
import { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

/** An event that occurred in a scope and is not handled yet. */
export interface EventTrigger {
  readonly eventKey: number;
  /** An element instance, or a process definition for its start events. */
  readonly scopeKey: number;
  readonly elementId: string;
  readonly variables: Document;
  readonly processInstanceKey: number;
}

export class EventTriggerState {
  private readonly triggers: ColumnFamily<string, EventTrigger>;
  private readonly byScope: GroupIndex<string, EventTrigger, number>;
  readonly families: readonly [ColumnFamily<string, EventTrigger>];

  constructor(undo: UndoLog) {
    this.triggers = new ColumnFamily('event-trigger', undo, stringKey);
    const eventKey = (key: string): number => (JSON.parse(key) as [number, number])[1];
    this.byScope = this.triggers.index(
      new GroupIndex(
        (trigger) => trigger.scopeKey,
        (left, right) => eventKey(left) - eventKey(right),
      ),
    );
    this.families = [this.triggers];
  }

  /** The scope's oldest unhandled event. */
  peek(scopeKey: number): EventTrigger | undefined {
    const key = this.byScope.first(scopeKey);
    return key === undefined ? undefined : this.triggers.get(key);
  }

  /** The event that started this process instance. */
  ofProcessInstance(processDefinitionKey: number, processInstanceKey: number): EventTrigger | undefined {
    for (const key of this.byScope.iterate(processDefinitionKey)) {
      const trigger = this.triggers.get(key);
      if (trigger?.processInstanceKey === processInstanceKey) return trigger;
    }
    return undefined;
  }

  create(trigger: EventTrigger): void {
    this.triggers.put(keyOf(trigger.scopeKey, trigger.eventKey), trigger);
  }

  delete(scopeKey: number, eventKey: number): void {
    this.triggers.delete(keyOf(scopeKey, eventKey));
  }

  deleteAll(scopeKey: number): void {
    for (const key of this.byScope.of(scopeKey)) this.triggers.delete(key);
  }
}
