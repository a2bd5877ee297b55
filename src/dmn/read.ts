/** DMN XML to a tree, checked as the schema of DMN would. */
import { DmnModdle } from 'dmn-moddle';
import type { Element } from '../bpmn/element';
import { findXmlDanger } from '../bpmn/xml-guard';
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
/** DMN 1.1, 1.2, 1.4 and 1.5: Zeebe reads them too, and what it runs of them is the same. */
const OTHER_MODELS = [
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
  'http://www.omg.org/spec/DMN/20151101/dmn11.xsd',
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
];
const FAILURE = 'Failed to parse DMN: org.camunda.bpm.model.dmn.DmnModelException: Unable to parse model';

export type DmnTree =
  { readonly ok: true; readonly root: Element } | { readonly ok: false; readonly failure: string };

/** Never rejects: the failure begins with Zeebe's text, which gives no reason, and tells the reason. */
export async function readDmn(xml: string): Promise<DmnTree> {
  const danger = findXmlDanger(xml);
  if (danger !== null) return failed(danger);
  try {
    const moddle = new DmnModdle({ zeebe });
    const { rootElement, warnings } = await moddle.fromXML(inModelNamespace(xml), 'dmn:Definitions');
    const root = rootElement as unknown as Element;
    const problem = warnings.map(({ message }) => message).find(isProblem) ?? schemaProblem(root);
    return problem === null ? { ok: true, root } : failed(problem);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function inModelNamespace(xml: string): string {
  return xml.replace(
    /(\sxmlns(?::[\w.-]+)?\s*=\s*)(["'])([^"']*)\2/g,
    (whole, start: string, quote: string, uri: string) =>
      OTHER_MODELS.includes(uri) ? `${start}${quote}${MODEL}${quote}` : whole,
  );
}

/** What stands in a foreign namespace is let through. */
function isProblem(message: string): boolean {
  const foreign = /^unparsable content <(?!dmn:)[\w.-]+:|unknown attribute <[\w.-]+:|unresolved reference/;
  return /duplicate ID|illegal ID/.test(message) || !foreign.test(message);
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
