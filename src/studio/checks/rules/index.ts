/** Every rule, one line each. */
import type { Rule } from '../context';
import { rule as deployment } from './deployment';
import { rule as engine } from './engine';
import { rule as expressions } from './expressions';
import { rule as gatewayCondition } from './gateway-condition';
import { rule as gatewayQuestion } from './gateway-question';
import { rule as groupMember } from './group-member';
import { rule as laneGroup } from './lane-group';
import { rule as lint } from './lint';
import { rule as readable } from './readable';
import { rule as recursion } from './recursion';
import { rule as setVariables } from './set-variables';

export const rules: readonly Rule[] = [
  readable,
  engine,
  deployment,
  expressions,
  gatewayCondition,
  gatewayQuestion,
  groupMember,
  laneGroup,
  setVariables,
  recursion,
  lint,
];
