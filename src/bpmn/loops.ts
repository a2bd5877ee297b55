/** A loop of steps that wait for nothing would run for ever. */
import { ElementType, type ExecutableElement, type ExecutableProcess, type ModelError } from './model';

const STRAIGHT: ReadonlySet<ElementType> = new Set([
  ElementType.MANUAL_TASK,
  ElementType.TASK,
  ElementType.EXCLUSIVE_GATEWAY,
  ElementType.PARALLEL_GATEWAY,
  ElementType.INCLUSIVE_GATEWAY,
  ElementType.START_EVENT,
  ElementType.END_EVENT,
  ElementType.SUB_PROCESS,
]);
/** Loops of gateways alone are let through, as Zeebe does. */
const REFUSED: ReadonlySet<ElementType> = new Set([ElementType.MANUAL_TASK, ElementType.TASK]);

export function findLoop(process: ExecutableProcess): ModelError | null {
  const starts = [...process.elements.values()]
    .filter(({ type }) => REFUSED.has(type))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const cleared = new Set<string>();
  for (const start of starts) {
    const loop = search(process, start, [], cleared);
    if (loop === null) continue;
    return {
      elementId: process.bpmnProcessId,
      elementType: 'process',
      subject: 'process',
      message: `Processes are not allowed to contain a straight-through processing loop: ${loop.join(' > ')}`,
    };
  }
  return null;
}

/** Depth first; an element whose search came to nothing is not searched again. */
function search(
  process: ExecutableProcess,
  element: ExecutableElement,
  path: ExecutableElement[],
  cleared: Set<string>,
): string[] | null {
  const index = path.indexOf(element);
  if (index !== -1) {
    const loop = path.slice(index);
    return loop.some(({ type }) => REFUSED.has(type)) ? [...loop, element].map(({ id }) => id) : null;
  }
  if (!STRAIGHT.has(element.type) || cleared.has(element.id)) return null;
  path.push(element);
  for (const next of nextElements(process, element)) {
    const loop = search(process, next, path, cleared);
    if (loop !== null) return loop;
  }
  path.pop();
  cleared.add(element.id);
  return null;
}

function nextElements(process: ExecutableProcess, element: ExecutableElement): readonly ExecutableElement[] {
  if (element.type === ElementType.SUB_PROCESS) return present(process, [element.noneStart ?? '']);
  if (element.outgoing.length === 0 && element.scopeId !== undefined) {
    const scope = process.elements.get(element.scopeId);
    return scope === undefined ? [] : targets(process, scope);
  }
  return targets(process, element);
}

function targets(process: ExecutableProcess, element: ExecutableElement): readonly ExecutableElement[] {
  return present(
    process,
    element.outgoing.map((id) => process.flows.get(id)?.targetId ?? ''),
  );
}

function present(process: ExecutableProcess, ids: readonly string[]): readonly ExecutableElement[] {
  return ids.map((id) => process.elements.get(id)).filter((element) => element !== undefined);
}
