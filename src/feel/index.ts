/** FEEL expressions and timers, in the terms of Zeebe 8.6. */
export {
  evaluateExpression,
  evaluateRaw,
  type EvaluationOptions,
  type FeelResult,
  type RawEvaluation,
} from './evaluate';
export { ResultType } from './result-type';
export { syntaxFailure as checkFeel, variableOf } from './engine';
export { variablesOf } from './variables';
export { literalsOf, type FeelLiterals } from './literals';
export { evaluateMappings } from './mappings';
export {
  evaluateBoolean,
  evaluateCorrelationKey,
  evaluateDateTime,
  evaluateInterval,
  evaluateItems,
  evaluateLong,
  evaluateString,
  evaluateStringList,
  evaluateTimer,
  type Items,
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
export { bounded } from './bounded';
export { isTimeout } from './engine/within-time';
