import type { EngineState } from '../state/engine-state';
import type { RecordValues, RecordValueType } from '../values';

/**
 * Writes what an event says into the state, from its key and value only: the same events always make the same
 * state. Reads no clock, no FEEL.
 */
export type Applier<T extends RecordValueType> = (
  key: number,
  value: RecordValues[T],
  state: EngineState,
) => void;
