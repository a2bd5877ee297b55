import type { Surroundings } from '../../src/procedures/checks';

/** Whatever a diagram asks for is there, but for what is named. */
export function surroundings(missing: readonly string[] = []): Surroundings {
  const has = (name: string) => Promise.resolve(!missing.includes(name));
  return { hasForm: has, hasDecision: has, hasProcess: has, hasTemplate: has, hasGroup: has, hasWorker: has };
}
