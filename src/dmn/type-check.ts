/** Types of results and of parameters. An unknown type, such as one that the file defines, accepts every value. */
import { print, resultTypeOf, ResultType, typeName, type Value } from '../feel/programs';
import { DecisionFailure } from './failure';

const ACCEPTED: Readonly<Record<string, (value: Value) => boolean>> = {
  string: is(ResultType.STRING),
  number: is(ResultType.NUMBER),
  boolean: is(ResultType.BOOLEAN),
  time: (value) => typeName(value) === 'time',
  date: is(ResultType.DATE),
  dateTime: is(ResultType.DATE_TIME),
  dayTimeDuration: is(ResultType.DURATION),
  yearMonthDuration: is(ResultType.PERIOD),
};

/** Null has every type. */
export function checkType(value: Value, type: string | undefined): Value | DecisionFailure {
  const name = (type ?? '').replaceAll('feel:', '');
  const accepts = Object.hasOwn(ACCEPTED, name) ? ACCEPTED[name] : undefined;
  if (value === null || accepts === undefined || accepts(value)) return value;
  return new DecisionFailure(`expected '${name}' but found '${print(value)}'`);
}

function is(type: ResultType): (value: Value) => boolean {
  return (value) => resultTypeOf(value) === type;
}
