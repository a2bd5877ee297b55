/** The bounds of the engine, as the operator set them. */
import type { Environment } from '../config/environment';
import type { EngineLimits } from '../engine/limits';

export function limitsOf(environment: Environment): EngineLimits {
  return {
    maxProcessDepth: environment.MAX_PROCESS_DEPTH,
    maxSteps: environment.MAX_STEPS,
    maxLoopItems: environment.MAX_LOOP_ITEMS,
    shortestCycle: environment.SHORTEST_CYCLE_MILLIS,
  };
}
