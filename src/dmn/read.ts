/** DMN XML to a tree, checked by the schema of DMN. */
import { readFileSync } from 'node:fs';
import { DmnModdle } from 'dmn-moddle';
import { anyIds } from '../bpmn/any-ids';
import type { Element } from '../bpmn/element';
import { decodeXml, printTree, readTree, Schema, validate, type XmlElement } from '../xml';
import { schemaProblem } from './schema';

/** What may stand in the extension elements of a decision. */
const zeebe = {
  name: 'Zeebe',
  prefix: 'zeebe',
  uri: 'http://camunda.org/schema/zeebe/1.0',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'VersionTag',
      superClass: ['Element'],
      properties: [{ name: 'value', type: 'String', isAttr: true }],
    },
  ],
};

const MODEL = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const DIAGRAM = 'https://www.omg.org/spec/DMN/20191111/DMNDI/';
/** DMN 1.1 and 1.2, which say no more than 1.3: Zeebe reads them too, and what it runs of them is the same. */
const EARLIER: ReadonlyMap<string, string> = new Map([
  ['http://www.omg.org/spec/DMN/20151101/dmn.xsd', MODEL],
  ['http://www.omg.org/spec/DMN/20151101/dmn11.xsd', MODEL],
  ['http://www.omg.org/spec/DMN/20180521/MODEL/', MODEL],
  ['http://www.omg.org/spec/DMN/20180521/DMNDI/', DIAGRAM],
]);
/** DMN 1.4 and 1.5, which say more: what the reader does not know of them is refused. */
const LATER: ReadonlyMap<string, string> = new Map([
  ['https://www.omg.org/spec/DMN/20211108/MODEL/', MODEL],
  ['https://www.omg.org/spec/DMN/20230324/MODEL/', MODEL],
]);
const PREFIXES: ReadonlyMap<string, string> = new Map([
  [MODEL, 'dmn'],
  [zeebe.uri, 'zeebe'],
]);
const FAILURE = 'Failed to parse DMN: org.camunda.bpm.model.dmn.DmnModelException: Unable to parse model';

export type DmnTree =
  { readonly ok: true; readonly root: Element } | { readonly ok: false; readonly failure: string };

let schema: Schema | undefined;

/** Never rejects: the failure begins with Zeebe's text, which gives no reason, and tells the reason. */
export async function readDmn(content: string | Buffer): Promise<DmnTree> {
  const decoded = typeof content === 'string' ? ({ ok: true, text: content } as const) : decodeXml(content);
  if (!decoded.ok) return failed(decoded.failure);
  const earlier = inNamespaces(decoded.text, EARLIER);
  const later = inNamespaces(earlier, LATER);
  const tree = readTree(later);
  if (!tree.ok) return failed(tree.failure);
  schema ??= readSchema();
  const isValidated = later === earlier;
  const { failure } = isValidated ? validate(tree.root, schema) : { failure: undefined };
  if (failure !== undefined) return failed(failure);
  try {
    const moddle = new DmnModdle({ zeebe });
    const { rootElement, warnings } = await moddle.fromXML(printed(tree.root), 'dmn:Definitions', anyIds);
    const root = rootElement as unknown as Element;
    const unknown = isValidated ? undefined : warnings.map(({ message }) => message).find(isProblem);
    const problem = unknown ?? schemaProblem(root);
    return problem === null ? { ok: true, root } : failed(problem);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function printed(root: XmlElement): string {
  return printTree(root, { prefixes: PREFIXES, flattens: () => false, leavesOut: () => false });
}

function readSchema(): Schema {
  const files = ['DMN13', 'DMNDI13', 'DC', 'DI'].map((name) =>
    readFileSync(require.resolve(`dmn-moddle/resources/dmn/xsd/${name}.xsd`), 'utf8'),
  );
  return new Schema(files);
}

function inNamespaces(xml: string, renamed: ReadonlyMap<string, string>): string {
  return xml.replace(
    /(\sxmlns(?::[\w.-]+)?\s*=\s*)(["'])([^"']*)\2/g,
    (whole, start: string, quote: string, uri: string) => {
      const name = renamed.get(uri);
      return name === undefined ? whole : `${start}${quote}${name}${quote}`;
    },
  );
}

/** What stands in a foreign namespace is let through. */
function isProblem(message: string): boolean {
  return !/^unparsable content <(?!dmn:)[\w.-]+:|unknown attribute <[\w.-]+:|unresolved reference/.test(
    message,
  );
}

function failed(reason: string): { readonly ok: false; readonly failure: string } {
  const line = reason
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, 500);
  return { ok: false, failure: `${FAILURE}: ${line}` };
}
