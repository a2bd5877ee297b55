/** Range functions (DMN 1.3, 10.3.4.9). */
import {
  FeelRange,
  isList,
  isOrdered,
  isSameKind,
  order,
  type Bound,
  type FeelFunction,
  type Value,
} from '../value';
import { define, type Library } from './define';

type Relation = (a: FeelRange, b: FeelRange) => boolean;

export const rangeFunctions: Library = {
  before: relation(['point1,point2', 'point,range', 'range,point', 'range1,range2'], (a, b) =>
    isBefore(a, b),
  ),
  after: relation(['point1,point2', 'point,range', 'range,point', 'range1,range2'], (a, b) => isBefore(b, a)),
  meets: relation(['range1,range2'], (a, b) => touches(a.end, b.start)),
  'met by': relation(['range1,range2'], (a, b) => touches(b.end, a.start)),
  overlaps: relation(['range1,range2'], (a, b) => !isBefore(a, b) && !isBefore(b, a)),
  'overlaps before': relation(['range1,range2'], overlapsBefore),
  'overlaps after': relation(['range1,range2'], (a, b) => overlapsBefore(b, a)),
  finishes: relation(['point,range', 'range1,range2'], finishes),
  'finished by': relation(['point,range', 'range1,range2'], (a, b) => finishes(b, a)),
  includes: relation(['range,point', 'range1,range2'], contains),
  during: relation(['point,range', 'range1,range2'], (a, b) => contains(b, a)),
  starts: relation(['point,range', 'range1,range2'], starts),
  'started by': relation(['range,point', 'range1,range2'], (a, b) => starts(b, a)),
  coincides: relation(
    ['point1,point2', 'range1,range2'],
    (a, b) => isSameBound(a.start, b.start) && isSameBound(a.end, b.end),
  ),
};

/** A point is a range of one. */
function relation(signatures: readonly string[], holds: Relation): readonly FeelFunction[] {
  return signatures.map((parameters) =>
    define(parameters, (x = null, y = null) => {
      const [a, b] = [asRange(x), asRange(y)];
      return a === null || b === null || !isSameKind(a.start.value, b.start.value) ? undefined : holds(a, b);
    }),
  );
}

function asRange(value: Value): FeelRange | null {
  if (value instanceof FeelRange) return value;
  if (typeof value === 'string' || isList(value) || !isOrdered(value)) return null;
  return new FeelRange({ value, isClosed: true }, { value, isClosed: true });
}

function compare(a: Bound, b: Bound): number {
  return order(a.value, b.value);
}

function isBefore(a: FeelRange, b: FeelRange): boolean {
  const sign = compare(a.end, b.start);
  return sign < 0 || (sign === 0 && !(a.end.isClosed && b.start.isClosed));
}

function touches(end: Bound, start: Bound): boolean {
  return end.isClosed && start.isClosed && compare(end, start) === 0;
}

function isSameBound(a: Bound, b: Bound): boolean {
  return a.isClosed === b.isClosed && compare(a, b) === 0;
}

/** Whether `a` starts no later than `b`. */
function startsFirst(a: FeelRange, b: FeelRange): boolean {
  const sign = compare(a.start, b.start);
  return sign < 0 || (sign === 0 && (a.start.isClosed || !b.start.isClosed));
}

/** Whether `a` ends no earlier than `b`. */
function endsLast(a: FeelRange, b: FeelRange): boolean {
  const sign = compare(a.end, b.end);
  return sign > 0 || (sign === 0 && (a.end.isClosed || !b.end.isClosed));
}

function contains(a: FeelRange, b: FeelRange): boolean {
  return startsFirst(a, b) && endsLast(a, b);
}

function overlapsBefore(a: FeelRange, b: FeelRange): boolean {
  const start = compare(a.start, b.start);
  const startsBefore = start < 0 || (start === 0 && a.start.isClosed && !b.start.isClosed);
  return startsBefore && !isBefore(a, b) && endsLast(b, a);
}

function finishes(a: FeelRange, b: FeelRange): boolean {
  return isSameBound(a.end, b.end) && startsFirst(b, a);
}

function starts(a: FeelRange, b: FeelRange): boolean {
  return isSameBound(a.start, b.start) && endsLast(b, a);
}
