/** What a value type's handler is: it checks the value and says what it changes in the read model. */
import type { Logger } from '../kit/logger';
import { z } from 'zod';
import type { EngineRecord, ValueType } from '../protocol/records';
import type { Changes } from './changes';

export interface Handler {
  readonly valueType: ValueType;
  /** Throws when the value has not the expected shape; the record is then skipped. */
  apply(record: EngineRecord, changes: Changes, logger: Logger): void | Promise<void>;
}

/** Binds a handler's function to the shape of its values. */
export function handler<Shape extends z.ZodType>(
  valueType: ValueType,
  shape: Shape,
  apply: (
    record: EngineRecord,
    value: z.output<Shape>,
    changes: Changes,
    logger: Logger,
  ) => void | Promise<void>,
): Handler {
  return {
    valueType,
    apply: (record, changes, logger) => apply(record, shape.parse(record.value), changes, logger),
  };
}

/** A key or other 64-bit integer, as a string. */
export const wireKey = z
  .union([z.number().int(), z.string().regex(/^-?\d{1,19}$/, 'Expected an integer')])
  .transform(String);

/** A key where -1 and 0 stand for none. */
export const optionalKey = wireKey.transform((key) => (Number(key) > 0 ? key : null));

/** A text where "" stands for none. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text ? text : null));
