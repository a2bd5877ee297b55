/** The rules that every diagram in processes/ keeps. One file each. */
import { cleanNumbers } from './clean-numbers';
import type { DiagramRule } from './diagram';
import { documented } from './documented';
import { everythingDrawn } from './everything-drawn';
import { freeLabels } from './free-labels';
import { insideLanes } from './inside-lanes';
import { leftToRight } from './left-to-right';
import { noFlowAlongFlow } from './no-flow-along-flow';
import { noFlowThroughShapes } from './no-flow-through-shapes';
import { noOverlappingShapes } from './no-overlapping-shapes';
import { orthogonalFlows } from './orthogonal-flows';
import { questionsAndAnswers } from './questions-and-answers';
import { reconstructionMarked } from './reconstruction-marked';
import { straightPath } from './straight-path';

export { readDiagram, type Box } from './diagram';

export const diagramRules: readonly DiagramRule[] = [
  everythingDrawn,
  cleanNumbers,
  noOverlappingShapes,
  insideLanes,
  orthogonalFlows,
  noFlowThroughShapes,
  noFlowAlongFlow,
  freeLabels,
  leftToRight,
  straightPath,
  questionsAndAnswers,
  reconstructionMarked,
  documented,
];
