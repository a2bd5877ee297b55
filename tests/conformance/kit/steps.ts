/** What scenarios are made of. */
import { bpmn, end, path, start, type BpmnFile } from '../../engine/kit/bpmn';

export type Action =
  | { readonly do: 'deploy'; readonly files: readonly BpmnFile[] }
  | {
      readonly do: 'create';
      readonly id: string;
      readonly variables?: object;
      readonly version?: number;
      /** Elements to start at. */
      readonly at?: readonly string[];
      readonly reference?: number;
    }
  /** Answered when the instance ends: see `result`. */
  | {
      readonly do: 'createWithResult';
      readonly id: string;
      readonly variables?: object;
      readonly fetch?: readonly string[];
    }
  /** The answer to the last `createWithResult`; there must be one, or none. */
  | { readonly do: 'result'; readonly none?: boolean }
  /** With `show`, the answer holds the job's variables and headers, as their texts. */
  | {
      readonly do: 'activate';
      readonly type: string;
      readonly timeout?: number;
      readonly show?: boolean;
      readonly fetch?: readonly string[];
    }
  | { readonly do: 'complete'; readonly type: string; readonly variables?: object }
  | {
      readonly do: 'fail';
      readonly type: string;
      readonly retries: number;
      readonly backOff?: number;
      readonly message?: string;
      readonly variables?: object;
    }
  | {
      readonly do: 'throw';
      readonly type: string;
      readonly code: string;
      readonly message?: string;
      readonly variables?: object;
    }
  /** The oldest job of a type, without activating it. */
  | { readonly do: 'completeKnown'; readonly type: string; readonly variables?: object }
  /** The job last activated, whatever has become of it. */
  | { readonly do: 'completeLast'; readonly variables?: object }
  | { readonly do: 'failLast'; readonly retries: number }
  | { readonly do: 'throwLast'; readonly code: string }
  | { readonly do: 'retries'; readonly retries: number }
  /** The newest incident, resolved or not. */
  | { readonly do: 'resolve' }
  /** The newest incident that is open, after giving its job a retry. */
  | { readonly do: 'repair' }
  | {
      readonly do: 'publish';
      readonly name: string;
      readonly key: string;
      readonly ttl?: number;
      readonly id?: string;
      readonly variables?: object;
    }
  /** The newest native user task of the element. */
  | {
      readonly do: 'userTask';
      readonly element: string;
      readonly change: UserTaskChange;
    }
  | { readonly do: 'broadcast'; readonly name: string; readonly variables?: object }
  /** By id; with `byKey`, by the key of the newest decision of that id; without id, nothing is asked for. */
  | {
      readonly do: 'evaluate';
      readonly id?: string;
      readonly byKey?: boolean;
      readonly key?: number;
      readonly variables?: object;
    }
  | { readonly do: 'advance'; readonly milliseconds: number }
  /** The newest instance; with `root`, the newest that nothing called. */
  | { readonly do: 'cancel'; readonly root?: boolean }
  /** Of the job last activated, from now on. */
  | { readonly do: 'timeout'; readonly milliseconds: number }
  /** The newest instance; with `root`, the newest that nothing called. */
  | {
      readonly do: 'modify';
      readonly activate?: readonly Activate[];
      /** Elements, of which the newest instance is terminated. */
      readonly terminate?: readonly string[];
      readonly root?: boolean;
      readonly reference?: number;
    }
  /** The newest instance, to the newest version of the process. */
  | {
      readonly do: 'migrate';
      readonly to: string;
      readonly mapping: readonly (readonly [source: string, target: string])[];
      readonly root?: boolean;
    }
  /** The newest version of a process, form or decision requirements graph that is not deleted, or the version told. */
  | { readonly do: 'delete'; readonly id: string; readonly version?: number }
  /** Of the newest instance of the element. */
  | { readonly do: 'set'; readonly element: string; readonly local?: boolean; readonly variables: object };

export interface Activate {
  readonly element: string;
  /** In the newest instance of this element. */
  readonly in?: string;
  readonly variables?: readonly { readonly scope?: string; readonly variables: object }[];
}

/** In the words of Zeebe's REST API. */
export type UserTaskChange =
  | { readonly complete: { readonly variables?: object; readonly action?: string } }
  | { readonly assign: { readonly assignee: string; readonly action?: string } }
  /** Refused when somebody else has it. */
  | { readonly claim: { readonly assignee: string; readonly action?: string } }
  | { readonly update: { readonly changes: UserTaskChanges; readonly action?: string } };

export interface UserTaskChanges {
  readonly candidateGroups?: readonly string[];
  readonly candidateUsers?: readonly string[];
  readonly dueDate?: string;
  readonly followUpDate?: string;
  readonly priority?: number;
}

/** Steps are accepted, or `refused`: then the answer is compared, not only the records. */
export type Step = Action & { readonly refused?: boolean };

export interface Script {
  /** What should happen; also the name of its recording. */
  readonly name: string;
  readonly steps: readonly Step[];
}

export const deploy = (...files: readonly BpmnFile[]): Step => ({ do: 'deploy', files });
export const create = (id: string, variables: object = {}): Step => ({ do: 'create', id, variables });
export const complete = (type: string, variables: object = {}): Step => ({ do: 'complete', type, variables });
export const fail = (type: string, retries: number, more: object = {}): Step => ({
  do: 'fail',
  type,
  retries,
  ...more,
});
export const throwError = (type: string, code: string, more: object = {}): Step => ({
  do: 'throw',
  type,
  code,
  ...more,
});
export const publish = (name: string, key: string, more: object = {}): Step => ({
  do: 'publish',
  name,
  key,
  ...more,
});
export const broadcast = (name: string, variables: object = {}): Step => ({
  do: 'broadcast',
  name,
  variables,
});
export const evaluate = (id: string, variables: object = {}, byKey = false): Step => ({
  do: 'evaluate',
  id,
  byKey,
  variables,
});
export const advance = (milliseconds: number): Step => ({ do: 'advance', milliseconds });
export const set = (id: string, variables: object, local = false): Step => ({
  do: 'set',
  element: id,
  variables,
  local,
});
export const createWithResult = (
  id: string,
  variables: object = {},
  fetch: readonly string[] = [],
): Step => ({
  do: 'createWithResult',
  id,
  variables,
  fetch,
});
export const createAt = (id: string, at: readonly string[], variables: object = {}): Step => ({
  do: 'create',
  id,
  variables,
  at,
});
export const modify = (
  activate: readonly (string | Activate)[],
  terminate: readonly string[] = [],
  more: object = {},
): Step => ({
  do: 'modify',
  activate: activate.map((item) => (typeof item === 'string' ? { element: item } : item)),
  terminate,
  ...more,
});
export const migrate = (to: string, mapping: Record<string, string>, more: object = {}): Step => ({
  do: 'migrate',
  to,
  mapping: Object.entries(mapping),
  ...more,
});
export const remove = (id: string, version?: number): Step => ({
  do: 'delete',
  id,
  ...(version !== undefined && { version }),
});
export const extendLease = (milliseconds: number): Step => ({ do: 'timeout', milliseconds });
export const userTask = (element: string, change: UserTaskChange): Step => ({
  do: 'userTask',
  element,
  change,
});
export const refused = (step: Step): Step => ({ ...step, refused: true });
export const result: Step = { do: 'result' };
export const resolve: Step = { do: 'resolve' };
/** Give the job of the newest open incident a retry, and resolve it. */
export const repair: Step = { do: 'repair' };
export const cancel: Step = { do: 'cancel' };

export const MINUTE = 60_000;

/** `start → …body elements in order… → end`. */
export function line(
  id: string,
  parts: readonly (readonly [string, string])[],
  roots = '',
  more = '',
): BpmnFile {
  const ids = parts.map(([name]) => name);
  const body = parts.map(([, xml]) => xml).join('\n');
  return bpmn(id, `${start()}${body}${end()}${path('start', ...ids, 'end')}${more}`, roots);
}

/** @param refused Zeebe's text, undefined when the step was accepted */
export function expectAnswer(step: Step, refused: string | undefined): void {
  if ((refused !== undefined) === (step.refused ?? false)) return;
  const expected = step.refused === true ? 'refused' : 'accepted';
  throw new Error(`Expected it ${expected}, but ${refused ?? 'it was accepted'}`);
}

/** Tells in which step it threw. */
export async function located(script: Script, index: number, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const where = `'${script.name}', step ${index} ${JSON.stringify(script.steps[index]).slice(0, 300)}`;
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
