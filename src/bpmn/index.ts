/** BPMN files: parsing into executable models, errors in Zeebe's words, descriptions for pages. */
export {
  describeProcess,
  describeProcesses,
  type ElementDescription,
  type ProcessDescription,
} from './describe';
export { factsOf, type ProcessFacts } from './facts';
export { diagramAsks, type DiagramAsks, type ElementAsks } from './asks';
export { formatErrors } from './format-errors';
export { parseBpmn } from './parse';
