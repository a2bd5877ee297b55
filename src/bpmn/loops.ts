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
  ElementType.CALL_ACTIVITY,
]);
/** Loops of gateways alone are let through, as Zeebe does. */
const REFUSED: ReadonlySet<ElementType> = new Set([
  ElementType.MANUAL_TASK,
  ElementType.TASK,
  ElementType.CALL_ACTIVITY,
]);

/** @param processes all of the file: a call activity goes on in the process that it calls, if that is among them */
export function findLoop(
  process: ExecutableProcess,
  processes: readonly ExecutableProcess[] = [process],
): ModelError | null {
  const starts = [...process.elements.values()]
    .filter(({ type }) => REFUSED.has(type))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const cleared = new Set<ExecutableElement>();
  for (const element of starts) {
    const loop = search({ process, element }, [], { processes, cleared });
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

interface Place {
  readonly process: ExecutableProcess;
  readonly element: ExecutableElement;
}

interface Search {
  readonly processes: readonly ExecutableProcess[];
  readonly cleared: Set<ExecutableElement>;
}

/** Depth first; an element whose search came to nothing is not searched again. */
function search({ process, element }: Place, path: ExecutableElement[], context: Search): string[] | null {
  const index = path.indexOf(element);
  if (index !== -1) {
    const loop = path.slice(index);
    return loop.some(({ type }) => REFUSED.has(type)) ? [...loop, element].map(({ id }) => id) : null;
  }
  if (!STRAIGHT.has(element.type) || context.cleared.has(element)) return null;
  path.push(element);
  for (const next of nextPlaces({ process, element }, context)) {
    const loop = search(next, path, context);
    if (loop !== null) return loop;
  }
  path.pop();
  context.cleared.add(element);
  return null;
}

function nextPlaces({ process, element }: Place, { processes }: Search): readonly Place[] {
  if (element.type === ElementType.CALL_ACTIVITY) {
    const id = element.calledElement?.processId;
    const called = processes.find(
      ({ bpmnProcessId }) => id?.kind === 'literal' && id.source === bpmnProcessId,
    );
    const start = called?.elements.get(called.bpmnProcessId)?.noneStart;
    return called === undefined || start === undefined ? [] : present(called, [start]);
  }
  if (element.type === ElementType.SUB_PROCESS) return present(process, [element.noneStart ?? '']);
  if (element.outgoing.length === 0 && element.scopeId !== undefined) {
    const scope = process.elements.get(element.scopeId);
    return scope === undefined ? [] : targets(process, scope);
  }
  return targets(process, element);
}

function targets(process: ExecutableProcess, element: ExecutableElement): readonly Place[] {
  return present(
    process,
    element.outgoing.map((id) => process.flows.get(id)?.targetId ?? ''),
  );
}

function present(process: ExecutableProcess, ids: readonly string[]): readonly Place[] {
  return ids
    .map((id) => process.elements.get(id))
    .filter((element) => element !== undefined)
    .map((element) => ({ process, element }));
}
