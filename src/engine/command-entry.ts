/** A command as the engine takes it up: from a client, a due thing or the engine itself. */
import type { RecordValues, RecordValueType } from './values';

export interface CommandEntry<T extends RecordValueType = RecordValueType> {
  readonly position: number;
  readonly valueType: T;
  readonly intent: string;
  readonly key: number;
  readonly value: RecordValues[T];
  /** Who waits for the answer; absent on the engine's own commands. */
  readonly requestId?: number;
  readonly operationReference?: number;
  /** An element is activated by a start instruction or a modification, not by a flow. */
  readonly outOfTurn?: true;
  /** Position of the command from outside that it follows from; absent: it is the one, or was written before this was kept. */
  readonly cause?: number;
}
