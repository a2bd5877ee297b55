/** Bounds of what a model can make run away: their names, and the incidents that tell of them. */

/** The variables of the environment by which an operator sets them. */
export const limitNames = {
  maxProcessDepth: 'MAX_PROCESS_DEPTH',
  maxSteps: 'MAX_STEPS',
  maxLoopItems: 'MAX_LOOP_ITEMS',
  shortestCycle: 'SHORTEST_CYCLE_MILLIS',
} as const;
export type Limit = keyof typeof limitNames;

/** Which bound an incident's message tells of; undefined: none. */
export function limitOfIncident(message: string): Limit | undefined {
  if (message.startsWith('The call activity has reached the maximum depth')) return 'maxProcessDepth';
  if (message.endsWith('consider increasing MAX_STEPS.')) return 'maxSteps';
  return message.endsWith('consider increasing MAX_LOOP_ITEMS.') ? 'maxLoopItems' : undefined;
}
