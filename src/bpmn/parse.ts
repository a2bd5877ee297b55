/** BPMN files to executable models: read, checked, transformed. */
import { isExecutable, processOf, readXml, type Element, type ReadWarning } from './element';
import { extensionGivenTwice } from './extensions';
import { findLoop } from './loops';
import type { ModelError, ParseResult } from './model';
import { checkDefinitions } from './rules';
import { transformDefinitions } from './transform';

/** All errors at once. Never rejects: what cannot be read is an error of the file. */
export async function parseBpmn(content: string | Buffer, _resourceName: string): Promise<ParseResult> {
  const read = await readXml(content).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  if (read instanceof Error) return { ok: false, errors: [fileError(oneLine(read.message))] };
  const lost = lostFlow(read.warnings);
  if (lost !== undefined)
    return { ok: false, errors: [fileError(`Unable to find a model element instance for id ${lost}`)] };
  const errors = checkDefinitions(read.root, read.warnings);
  if (errors.length > 0) return { ok: false, errors };
  const twice = extensionGivenTwice(read.root);
  if (twice !== undefined) return { ok: false, errors: [fileError(twice)] };
  const processes = transformDefinitions(read.root);
  const loops = processes.map((process) => findLoop(process, processes)).filter((error) => error !== null);
  return loops.length > 0 ? { ok: false, errors: loops } : { ok: true, processes };
}

/**
 * As `parseBpmn`, without the rules: of a file that was deployed when the rules were others, and whose cases go on.
 * Never rejects.
 */
export async function parseDeployedBpmn(content: string | Buffer): Promise<ParseResult> {
  try {
    return { ok: true, processes: transformDefinitions((await readXml(content)).root) };
  } catch (error) {
    return {
      ok: false,
      errors: [fileError(oneLine(error instanceof Error ? error.message : String(error)))],
    };
  }
}

/** The flow that a node names as its own and that is nowhere. */
function lostFlow(warnings: readonly ReadWarning[]): string | undefined {
  return warnings.find(
    ({ element, property }) =>
      (property === 'bpmn:outgoing' || property === 'bpmn:incoming') &&
      element !== undefined &&
      isInExecutable(element as Element),
  )?.value;
}

function isInExecutable(element: Element): boolean {
  const process = processOf(element);
  return process !== undefined && isExecutable(process);
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
