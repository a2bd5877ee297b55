/** BPMN files: parsing into executable models, errors in Zeebe's words, descriptions for pages. */
export {
  describeProcess,
  describeProcesses,
  type ElementDescription,
  type ProcessDescription,
} from './describe';
export { ChangeKind, compareDiagrams, type ElementChange } from './compare';
export { factsOf, type ProcessFacts } from './facts';
export { diagramAsks, type DiagramAsks, type ElementAsks } from './asks';
export { lintDiagram, type LintFinding } from './lint';
export { formatErrors } from './format-errors';
export {
  outlineOf,
  type DiagramOutline,
  type FlowOutline,
  type NodeOutline,
  type ProcessOutline,
} from './outline';
export { parseBpmn, parseDeployedBpmn } from './parse';
