import { Decimal } from './engine/decimal';
import { DayTimeDuration, FeelDate, FeelDateTime, YearMonthDuration } from './engine/temporal';
import { FeelContext, isList, type Value } from './engine/value';

/** The types that Zeebe's failure texts name. */
export const ResultType = {
  NULL: 'NULL',
  BOOLEAN: 'BOOLEAN',
  NUMBER: 'NUMBER',
  STRING: 'STRING',
  DURATION: 'DURATION',
  PERIOD: 'PERIOD',
  DATE: 'DATE',
  DATE_TIME: 'DATE_TIME',
  ARRAY: 'ARRAY',
  OBJECT: 'OBJECT',
  /** Times, ranges and functions. */
  UNKNOWN: 'UNKNOWN',
} as const;
export type ResultType = (typeof ResultType)[keyof typeof ResultType];

export function resultTypeOf(value: Value): ResultType {
  if (value === null) return ResultType.NULL;
  if (typeof value === 'boolean') return ResultType.BOOLEAN;
  if (typeof value === 'string') return ResultType.STRING;
  if (value instanceof Decimal) return ResultType.NUMBER;
  if (isList(value)) return ResultType.ARRAY;
  if (value instanceof FeelContext) return ResultType.OBJECT;
  if (value instanceof DayTimeDuration) return ResultType.DURATION;
  if (value instanceof YearMonthDuration) return ResultType.PERIOD;
  if (value instanceof FeelDate) return ResultType.DATE;
  return value instanceof FeelDateTime ? ResultType.DATE_TIME : ResultType.UNKNOWN;
}
