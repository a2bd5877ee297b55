/** A BPMN file as the reader of models takes it: decoded, well-formed, valid by the schema, simplified. */
import { readFileSync } from 'node:fs';
import { decodeXml, printTree, readTree, Schema, validate, type XmlElement } from '../xml';

export type BpmnDocument =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly failure: string };

const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const ZEEBE = 'http://camunda.org/schema/zeebe/1.0';
const PREFIXES: ReadonlyMap<string, string> = new Map([
  [BPMN, 'bpmn'],
  [ZEEBE, 'zeebe'],
  ['http://www.omg.org/spec/BPMN/20100524/DI', 'bpmndi'],
  ['http://www.omg.org/spec/DD/20100524/DI', 'di'],
  ['http://www.omg.org/spec/DD/20100524/DC', 'dc'],
  // What another engine's modeler left is told of before deploying.
  ['http://camunda.org/schema/1.0/bpmn', 'camunda'],
  ['http://camunda.org/schema/modeler/1.0', 'modeler'],
  ['http://bpmn.io/schema/bpmn/biocolor/1.0', 'bioc'],
  ['http://www.omg.org/spec/BPMN/non-normative/color/1.0', 'color'],
]);
/** Of the schema that bpmn-moddle carries, the one attribute that Zeebe's takes any text in. */
const ANY_TEXT: readonly [string, string] = [
  'name="calledElement" type="xsd:QName"',
  'name="calledElement" type="xsd:string"',
];

let schema: Schema | undefined;

/** Never throws. */
export function readDocument(content: string | Buffer): BpmnDocument {
  const decoded = typeof content === 'string' ? ({ ok: true, text: content } as const) : decodeXml(content);
  if (!decoded.ok) return decoded;
  const tree = readTree(decoded.text);
  if (!tree.ok) return tree;
  schema ??= readSchema();
  const { failure, mixed } = validate(tree.root, schema);
  if (failure !== undefined) return { ok: false, failure };
  if (tree.root.uri !== BPMN || tree.root.local !== 'definitions') {
    return { ok: false, failure: `Expected a file of BPMN definitions, but found '${tree.root.name}'` };
  }
  const flattens = (element: XmlElement): boolean => mixed.has(element) || isForm(element);
  return { ok: true, text: printTree(tree.root, { prefixes: PREFIXES, flattens, leavesOut }) };
}

function isForm({ uri, local }: XmlElement): boolean {
  return uri === ZEEBE && local === 'userTaskForm';
}

/** What says nothing of a process, and which the reader does not know. */
function leavesOut({ uri, local }: XmlElement): boolean {
  return uri === BPMN && (local === 'extension' || local === 'relationship');
}

function readSchema(): Schema {
  const files = ['BPMN20', 'BPMNDI', 'DC', 'DI', 'Semantic'].map((name) =>
    readFileSync(require.resolve(`bpmn-moddle/resources/bpmn/xsd/${name}.xsd`), 'utf8').replace(...ANY_TEXT),
  );
  return new Schema(files);
}
