/**
 * The whole state of the engine. Processors see it as `StateView`; only appliers hold `EngineState`.
 */
import type { ModelRegistry } from '../model/model-registry';
import type { RowChange, StateRow, StoredRow } from './column-family';
import { CompensationState } from './compensation-state';
import { Counters } from './counters';
import { DecisionState } from './decision-state';
import { ElementInstanceState } from './element-instance-state';
import { EventTriggerState } from './event-trigger-state';
import { FormState } from './form-state';
import { IncidentState } from './incident-state';
import { JobState } from './job-state';
import { MessageState } from './message-state';
import { PendingCommandState } from './pending-command-state';
import { ProcessState } from './process-state';
import {
  MessageStartEventSubscriptionState,
  MessageSubscriptionState,
  ProcessMessageSubscriptionState,
} from './subscription-state';
import { UnknownStateError } from './row-format';
import { SignalSubscriptionState } from './signal-subscription-state';
import { TimerState } from './timer-state';
import { UndoLog } from './undo-log';
import { UserTaskState } from './user-task-state';
import { VariableState } from './variable-state';

interface Stored {
  readonly name: string;
  load(row: StoredRow): void;
  takeChanges(): RowChange[];
}

export class EngineState {
  readonly undo = new UndoLog();
  readonly counters = new Counters(this.undo);
  readonly elements = new ElementInstanceState(this.undo);
  readonly eventTriggers = new EventTriggerState(this.undo);
  readonly variables = new VariableState(this.undo, this.elements);
  readonly jobs = new JobState(this.undo);
  readonly timers = new TimerState(this.undo);
  readonly incidents = new IncidentState(this.undo);
  readonly messages = new MessageState(this.undo);
  readonly messageSubscriptions = new MessageSubscriptionState(this.undo);
  readonly processMessageSubscriptions = new ProcessMessageSubscriptionState(this.undo);
  readonly messageStartSubscriptions = new MessageStartEventSubscriptionState(this.undo);
  readonly signalSubscriptions = new SignalSubscriptionState(this.undo);
  readonly userTasks = new UserTaskState(this.undo);
  readonly compensations = new CompensationState(this.undo);
  readonly forms = new FormState(this.undo);
  readonly pendingCommands = new PendingCommandState(this.undo);
  readonly processes: ProcessState;
  readonly decisions: DecisionState;
  private readonly stored: ReadonlyMap<string, Stored>;

  constructor(readonly models: ModelRegistry) {
    this.processes = new ProcessState(this.undo, models);
    this.decisions = new DecisionState(this.undo, models);
    const families: Stored[] = [
      this.elements,
      this.eventTriggers,
      this.variables,
      this.jobs,
      this.timers,
      this.incidents,
      this.messages,
      this.messageSubscriptions,
      this.processMessageSubscriptions,
      this.messageStartSubscriptions,
      this.signalSubscriptions,
      this.userTasks,
      this.compensations,
      this.forms,
      this.pendingCommands,
      this.processes,
      this.decisions,
    ].flatMap((state) => [...state.families] as Stored[]);
    this.stored = new Map([...families, this.counters].map((family) => [family.name, family]));
  }

  /** A row from the store, at start. Throws `UnknownStateError` when a later program wrote it. */
  load(entry: StateRow): void {
    const family = this.stored.get(entry.family);
    if (family === undefined) {
      throw new UnknownStateError('known families', `family '${entry.family}'`);
    }
    const { value } = entry;
    if (value !== null) family.load({ ...entry, value });
  }

  /** Rows changed since the last call. */
  takeChanges(): StateRow[] {
    const entries: StateRow[] = [];
    for (const family of this.stored.values()) {
      for (const change of family.takeChanges()) entries.push({ family: family.name, ...change });
    }
    return entries;
  }
}

type Readable<T, Writes extends keyof T> = Omit<T, Writes | 'families'>;

/** What processors may see. */
export interface StateView {
  readonly elements: Readable<
    ElementInstanceState,
    'create' | 'update' | 'remove' | 'addTakenFlow' | 'useTakenFlows'
  >;
  readonly eventTriggers: Readable<EventTriggerState, 'create' | 'delete' | 'deleteAll'>;
  readonly variables: Readable<VariableState, 'put' | 'removeScope'>;
  readonly jobs: Readable<JobState, 'put' | 'delete'>;
  readonly timers: Readable<TimerState, 'put' | 'delete'>;
  readonly incidents: Readable<IncidentState, 'put' | 'delete'>;
  readonly messages: Readable<
    MessageState,
    'put' | 'remove' | 'putCorrelation' | 'removeCorrelation' | 'lockStart' | 'unlockStart'
  >;
  readonly messageSubscriptions: Readable<MessageSubscriptionState, 'put' | 'remove'>;
  readonly processMessageSubscriptions: Readable<
    ProcessMessageSubscriptionState,
    'put' | 'update' | 'remove'
  >;
  readonly messageStartSubscriptions: Readable<MessageStartEventSubscriptionState, 'put' | 'remove'>;
  readonly signalSubscriptions: Readable<SignalSubscriptionState, 'put' | 'remove'>;
  readonly userTasks: Readable<UserTaskState, 'put' | 'setStatus' | 'delete'>;
  readonly compensations: Readable<CompensationState, 'put' | 'delete'>;
  readonly forms: Readable<FormState, 'put' | 'delete'>;
  readonly processes: Readable<ProcessState, 'put' | 'delete'>;
  readonly decisions: Readable<
    DecisionState,
    'putDecision' | 'putRequirements' | 'deleteDecision' | 'deleteRequirements'
  >;
  readonly models: ModelRegistry;
}
