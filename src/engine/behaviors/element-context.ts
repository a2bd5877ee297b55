import type { ElementInstance } from '../state/element-instance-state';
import type { ProcessInstanceValue } from '../values';

/** The element instance a processor works on. */
export interface ElementContext {
  readonly key: number;
  readonly value: ProcessInstanceValue;
}

export function contextOf(instance: ElementInstance): ElementContext {
  return { key: instance.key, value: instance.value };
}
