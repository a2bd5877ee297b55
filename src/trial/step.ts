/** What an author did in a trial: kept, so that it can be done again. */
import { z } from 'zod';

const variables = z.record(z.string(), z.unknown());

/** An element of one of the trial's procedures. `nth`: among those that wait there, oldest first. */
export const placeShape = z.strictObject({
  process: z.string().min(1),
  element: z.string().min(1),
  nth: z.number().int().min(0).default(0),
});
export type Place = z.output<typeof placeShape>;

export const stepShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('START'), variables }),
  /** A message that starts the procedure. */
  z.strictObject({ kind: z.literal('START_BY_MESSAGE'), at: placeShape, variables }),
  /** A task's form is sent, or a worker returns. `variables`: as entered. */
  z.strictObject({ kind: z.literal('COMPLETE'), at: placeShape, variables }),
  /** A worker ends by one of its BPMN errors. */
  z.strictObject({
    kind: z.literal('ERROR'),
    at: placeShape,
    code: z.string().min(1),
    message: z.string(),
  }),
  /** A worker fails for good: an incident. */
  z.strictObject({ kind: z.literal('FAIL'), at: placeShape, message: z.string() }),
  z.strictObject({ kind: z.literal('MESSAGE'), at: placeShape, variables }),
  z.strictObject({ kind: z.literal('SIGNAL'), at: placeShape, variables }),
  /** Time passes until the timer is due. */
  z.strictObject({ kind: z.literal('TIMER'), at: placeShape }),
  /** An incident's variables are put right, and it is tried again. */
  z.strictObject({ kind: z.literal('REPAIR'), at: placeShape, variables }),
]);
export type Step = z.output<typeof stepShape>;
export type StepKind = Step['kind'];
