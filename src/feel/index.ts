/** FEEL expressions and timers of the engine; the only place that knows the FEEL library. */
export { evaluateExpression, type EvaluationOptions, type FeelResult } from './evaluate';
export { parseError as checkFeel } from './interpreter';
export { evaluateMappings } from './mappings';
export {
  evaluateBoolean,
  evaluateCorrelationKey,
  evaluateDateTime,
  evaluateInterval,
  evaluateList,
  evaluateLong,
  evaluateNumber,
  evaluateString,
  evaluateStringList,
  evaluateTimer,
  type Typed,
} from './typed';
export {
  addInterval,
  followingDueDate,
  nextDueDate,
  parseCycle,
  parseInterval,
  parseZonedDateTime,
  type DueDate,
  type Interval,
  type Timer,
} from './timer';
export { evaluateUnaryTest } from './unary-test';
