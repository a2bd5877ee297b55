/** Ends an element instance with all that is inside by events alone, where a modification asks for it. */
import { contextOf } from '../behaviors/element-context';
import type { ElementInstance } from '../state/element-instance-state';
import type { ProcessorContext } from './command-processor';

const SCOPES: readonly string[] = ['PROCESS', 'SUB_PROCESS', 'EVENT_SUB_PROCESS', 'MULTI_INSTANCE_BODY'];

/** All that is inside begins to terminate, the newest first, before the innermost has terminated. */
export function terminateAtOnce(instance: ElementInstance, context: ProcessorContext): void {
  const begun: ElementInstance[] = [];
  const waiting = [instance];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    begun.push(next);
    begin(next, context);
    waiting.push(...insideOf(next, context));
  }
  for (const { key, value } of begun.reverse()) {
    context.writers.event('PROCESS_INSTANCE', 'ELEMENT_TERMINATED', key, value);
  }
}

function begin(instance: ElementInstance, context: ProcessorContext): void {
  const { writers, jobs, incidents, catchEvents, results } = context;
  writers.event('PROCESS_INSTANCE', 'ELEMENT_TERMINATING', instance.key, instance.value);
  jobs.cancel(contextOf(instance));
  incidents.resolveOfElement(instance.key);
  catchEvents.unsubscribe(instance.key);
  results.forget(instance.key);
}

function insideOf(
  { key, value, calledInstanceKey }: ElementInstance,
  { state }: ProcessorContext,
): ElementInstance[] {
  if (SCOPES.includes(value.bpmnElementType)) {
    return state.elements.childrenOf(key).filter((child) => child.state !== 'ELEMENT_TERMINATING');
  }
  if (value.bpmnElementType !== 'CALL_ACTIVITY' || calledInstanceKey === undefined) return [];
  const called = state.elements.get(calledInstanceKey);
  return called === undefined || called.state === 'ELEMENT_TERMINATING' ? [] : [called];
}
