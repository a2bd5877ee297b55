/** BPMN files: parsing into executable models, errors in Zeebe's words, descriptions for pages. */
export { isGraphNotation, quotationOf } from './graph-notation';
export { describeProcess, type ElementDescription, type ProcessDescription } from './describe';
export { formatErrors } from './format-errors';
export { parseBpmn } from './parse';
