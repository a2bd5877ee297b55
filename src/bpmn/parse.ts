/** BPMN files to executable models: read, checked, transformed. */
import { readXml, type ReadWarning } from './element';
import { findLoop } from './loops';
import type { ModelError, ParseResult } from './model';
import { checkDefinitions } from './rules';
import { transformDefinitions } from './transform';
import { findXmlDanger } from './xml-guard';

/** All errors at once. Never rejects: what cannot be read is an error of the file. */
export async function parseBpmn(xml: string, _resourceName: string): Promise<ParseResult> {
  const danger = findXmlDanger(xml);
  if (danger !== null) return { ok: false, errors: [fileError(danger)] };
  const read = await readXml(xml).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  if (read instanceof Error)
    return { ok: false, errors: [fileError(`Expected BPMN XML, but ${oneLine(read.message)}`)] };
  const problems = read.warnings.map(problemOf).filter((problem) => problem !== null);
  if (problems.length > 0) return { ok: false, errors: problems.map(fileError) };
  const errors = checkDefinitions(read.root, read.warnings);
  if (errors.length > 0) return { ok: false, errors };
  const processes = transformDefinitions(read.root);
  const loops = processes.map((process) => findLoop(process, processes)).filter((error) => error !== null);
  return loops.length > 0 ? { ok: false, errors: loops } : { ok: true, processes };
}

/** References that the BPMN schema types as IDREF: the file is invalid when they lead nowhere. */
const STRICT_REFERENCES = new Set(['bpmn:default', 'bpmn:flowNodeRef']);
const STRICT_ON_FLOWS = new Set(['bpmn:sourceRef', 'bpmn:targetRef']);

/** Null when the file may be used all the same: what is unknown in a foreign namespace is let through. */
function problemOf({ message, element, property, value }: ReadWarning): string | null {
  const duplicate = /duplicate ID <([^>]*)>/.exec(message)?.[1];
  if (duplicate !== undefined) return `There are multiple occurrences of ID value '${duplicate}'.`;
  if (/unknown type <zeebe:/.test(message)) return null;
  if (message.startsWith('unresolved reference')) {
    const isStrict =
      element?.$type === 'bpmn:SequenceFlow'
        ? STRICT_ON_FLOWS.has(property ?? '')
        : STRICT_REFERENCES.has(property ?? '') && element?.$type.startsWith('bpmn:') === true;
    return isStrict ? `There is no ID/IDREF binding for IDREF '${value ?? ''}'.` : null;
  }
  return /^unparsable content|^missing namespace|^illegal/.test(message) ? oneLine(message) : null;
}

function fileError(message: string): ModelError {
  return { elementId: '', elementType: '', subject: 'file', message };
}

function oneLine(message: string): string {
  return message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
    .slice(0, 500);
}
