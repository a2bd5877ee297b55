import type { Limit } from '../protocol/limits';

/** Bounds of what a model can make run away. Each is the operator's to set (src/config/environment.ts). */
export interface EngineLimits extends Readonly<Record<Limit, number>> {
  /** How deep process instances may call one another; the first counts as 1. As `maxProcessDepth` of later Zeebes. */
  readonly maxProcessDepth: number;
  /** How many commands may follow from one that came from outside (a client, a due time) before elements are activated no more. */
  readonly maxSteps: number;
  /** How many inner instances a multi-instance may have. */
  readonly maxLoopItems: number;
  /** Milliseconds between two turns of a timer that repeats. */
  readonly shortestCycle: number;
}

export const defaultLimits: EngineLimits = {
  maxProcessDepth: 1000,
  maxSteps: 100_000,
  maxLoopItems: 100_000,
  shortestCycle: 500,
};
