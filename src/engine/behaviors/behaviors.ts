/** The behaviors that processors share, wired once. */
import type { StateView } from '../state/engine-state';
import type { Writers } from '../writers';
import { CatchEventBehavior } from './catch-event-behavior';
import { CompensationBehavior } from './compensation-behavior';
import { EscalationBehavior } from './escalation-behavior';
import { DecisionBehavior } from './decision-behavior';
import { EventHandle } from './event-handle';
import { EventTriggerBehavior } from './event-trigger-behavior';
import { ExecutionListenerBehavior } from './execution-listener-behavior';
import { ExpressionBehavior } from './expression-behavior';
import { IncidentBehavior } from './incident-behavior';
import type { JobStreams } from '../job-streams';
import type { EngineLimits } from '../limits';
import { JobActivationBehavior } from './job-activation-behavior';
import { JobBehavior } from './job-behavior';
import { LoopBehavior } from './loop-behavior';
import { NativeUserTaskBehavior } from './native-user-task-behavior';
import { ResultBehavior } from './result-behavior';
import { ScopeBehavior } from './scope-behavior';
import { SignalBehavior } from './signal-behavior';
import { StartMessageBehavior } from './start-message-behavior';
import { StateTransitionBehavior, type FindContainer } from './state-transition-behavior';
import { UserTaskBehavior } from './user-task-behavior';
import { VariableBehavior } from './variable-behavior';
import { VariableMappingBehavior } from './variable-mapping-behavior';

export interface Behaviors {
  readonly state: StateView;
  readonly writers: Writers;
  readonly expressions: ExpressionBehavior;
  readonly variables: VariableBehavior;
  readonly mappings: VariableMappingBehavior;
  readonly incidents: IncidentBehavior;
  readonly jobs: JobBehavior;
  readonly jobActivation: JobActivationBehavior;
  readonly catchEvents: CatchEventBehavior;
  readonly eventTriggers: EventTriggerBehavior;
  readonly eventHandle: EventHandle;
  readonly transitions: StateTransitionBehavior;
  readonly scopes: ScopeBehavior;
  readonly startMessages: StartMessageBehavior;
  readonly results: ResultBehavior;
  readonly signals: SignalBehavior;
  readonly decisions: DecisionBehavior;
  readonly executionListeners: ExecutionListenerBehavior;
  readonly loops: LoopBehavior;
  readonly nativeUserTasks: NativeUserTaskBehavior;
  readonly escalations: EscalationBehavior;
  readonly compensations: CompensationBehavior;
  readonly limits: EngineLimits;
}

export function createBehaviors(
  state: StateView,
  writers: Writers,
  findContainer: FindContainer,
  streams: JobStreams,
  limits: EngineLimits,
): Behaviors {
  const expressions = new ExpressionBehavior(state, writers);
  const variables = new VariableBehavior(state, writers);
  const incidents = new IncidentBehavior(state, writers);
  const catchEvents = new CatchEventBehavior(state, writers, expressions);
  const eventTriggers = new EventTriggerBehavior(state, writers, variables, catchEvents);
  const eventHandle = new EventHandle(state, writers, eventTriggers);
  const jobActivation = new JobActivationBehavior(state, writers, streams);
  const userTasks = new UserTaskBehavior(state, expressions);
  const jobs = new JobBehavior(state, writers, expressions, incidents, userTasks, jobActivation);
  return {
    state,
    writers,
    expressions,
    variables,
    mappings: new VariableMappingBehavior(state, expressions, variables, eventTriggers),
    incidents,
    jobs,
    jobActivation,
    catchEvents,
    eventTriggers,
    eventHandle,
    transitions: new StateTransitionBehavior(state, writers, findContainer),
    scopes: new ScopeBehavior(state),
    startMessages: new StartMessageBehavior(state, writers, eventHandle),
    results: new ResultBehavior(state, writers),
    signals: new SignalBehavior(state, writers, expressions),
    decisions: new DecisionBehavior(state, writers, expressions),
    executionListeners: new ExecutionListenerBehavior(state, jobs, variables, eventTriggers),
    loops: new LoopBehavior(state, expressions, variables),
    nativeUserTasks: new NativeUserTaskBehavior(state, writers, expressions, userTasks),
    escalations: new EscalationBehavior(state, writers, expressions, eventHandle),
    compensations: new CompensationBehavior(state, writers),
    limits,
  };
}
