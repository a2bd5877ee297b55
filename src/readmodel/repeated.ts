/**
 * A multi-instance activity is a body and, inside it, one instance an item, all with one element id. People see the
 * instances; the body only when it repeated nothing.
 */
import type { ElementInstanceView } from './views';

export function withoutRepeatedBodies(
  elements: readonly ElementInstanceView[],
): readonly ElementInstanceView[] {
  const scopes = new Set(elements.map(({ flowScopeKey }) => flowScopeKey));
  return elements.filter(({ elementType, key }) => elementType !== 'MULTI_INSTANCE_BODY' || !scopes.has(key));
}
