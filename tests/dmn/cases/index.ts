import type { DecisionCase } from './case';
import { hitPolicyCases } from './hit-policies';
import { logicCases } from './logic';
import { refusedCases } from './refused';
import { tableCases } from './tables';

export const decisionCases: readonly DecisionCase[] = [
  ...hitPolicyCases,
  ...tableCases,
  ...logicCases,
  ...refusedCases,
];
