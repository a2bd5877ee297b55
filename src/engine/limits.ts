/** Bounds of what a model can make run away. Each is the operator's to set (src/config/environment.ts). */
export interface EngineLimits {
  /** How deep process instances may call one another; the first counts as 1. As `maxProcessDepth` of later Zeebes. */
  readonly maxProcessDepth: number;
}

export const defaultLimits: EngineLimits = { maxProcessDepth: 1000 };
