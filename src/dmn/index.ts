/** DMN files: parsing into decision requirements graphs, evaluation of decisions as Zeebe evaluates them. */
export { evaluateDecision } from './evaluate';
export type { DecisionOutcome, EvaluatedDecision } from './evaluation';
export type { Decision, DecisionGraph, DmnParseResult } from './model';
export { parseDmn } from './parse';
