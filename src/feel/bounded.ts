import { withinTime } from './engine/within-time';

const MILLISECONDS = 500;

/** Throws when `action` throws or takes longer than half a second. */
export function bounded<T>(action: () => T): T {
  return withinTime(action, MILLISECONDS);
}
