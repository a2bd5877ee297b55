import { followingDueDate } from '../../feel';
import { Failure } from '../failure';
import type { ExecutableElement } from '../../bpmn/model';
import type { TimerValue } from '../values';
import type { CommandProcessor, ProcessorContext } from './command-processor';

export const processTriggerTimer: CommandProcessor<'TIMER'> = (command, context) => {
  const { state, writers } = context;
  const timer = state.timers.get(command.key);
  if (timer === undefined) {
    const reason = `Expected to trigger timer with key '${command.key}', but no such timer was found`;
    writers.reject(command, { type: 'NOT_FOUND', reason });
    return;
  }
  const event = state.processes.model(timer.value.processDefinitionKey).element(timer.value.targetElementId);
  const triggered =
    timer.value.elementInstanceKey < 0
      ? startProcess(timer.key, timer.value, context)
      : triggerElement(timer.key, timer.value, event, context);
  if (triggered === undefined) {
    const reason = `Expected to trigger a timer with key '${command.key}', but the timer is not active anymore`;
    writers.reject(command, { type: 'INVALID_STATE', reason });
    return;
  }
  writers.respond(command, 'TRIGGERED', command.key, triggered);
  if (triggered.repetitions === -1 || triggered.repetitions > 1) reschedule(triggered, event, context);
};

function startProcess(
  key: number,
  timer: TimerValue,
  { writers, eventHandle }: ProcessorContext,
): TimerValue {
  const processInstanceKey = writers.nextKey();
  const value = { ...timer, processInstanceKey };
  writers.event('TIMER', 'TRIGGERED', key, value);
  eventHandle.startProcessInstance(timer.processDefinitionKey, processInstanceKey, timer.targetElementId, {});
  return value;
}

/** Undefined when the element does not wait for it any more. */
function triggerElement(
  key: number,
  timer: TimerValue,
  event: ExecutableElement,
  { state, writers, eventHandle }: ProcessorContext,
): TimerValue | undefined {
  const scope = state.elements.get(timer.elementInstanceKey);
  if (scope === undefined || !eventHandle.canTrigger(scope, timer.targetElementId)) return undefined;
  writers.event('TIMER', 'TRIGGERED', key, timer);
  eventHandle.activateElement(event, scope);
  return timer;
}

/** The timer of a start event keeps the key of the instance it started, as in Zeebe. */
function reschedule(
  value: TimerValue,
  event: ExecutableElement,
  { expressions, catchEvents, limits, writers }: ProcessorContext,
): void {
  if (event.event?.type !== 'TIMER') return;
  const timer = expressions.timer(event.event.timer, value.elementInstanceKey);
  if (timer instanceof Failure) {
    throw new Error(
      `Expected to reschedule repeating timer for element with id '${event.id}', ` +
        `but an error occurred: ${timer.message}`,
    );
  }
  const next = followingDueDate(timer, value, writers.now);
  if (next === null) return;
  const dueDate = Math.max(next.dueDate, writers.now + limits.shortestCycle);
  catchEvents.openTimer(event.id, { ...next, dueDate }, value);
}
