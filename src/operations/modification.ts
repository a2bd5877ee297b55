/** What moving, adding and ending tokens would do, said before it is done. Pure. */
import type { ExecutableProcess } from '../bpmn/model';
import { DomainError } from '../errors/catalogue';
import type { ElementInstanceView } from '../readmodel/views';

export interface ModificationRequest {
  /** Ids of steps that begin; `variables`: of the case, before the step begins. */
  readonly activate: readonly string[];
  /** Keys of instances of steps that end. */
  readonly terminate: readonly string[];
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

export interface ModificationPreview {
  readonly ends: readonly {
    readonly key: string;
    readonly elementId: string;
    readonly elementName: string | null;
  }[];
  readonly starts: readonly { readonly elementId: string; readonly elementName: string | null }[];
  readonly variables: Readonly<Record<string, unknown>>;
  /** Nothing would be left: the case would be cancelled with its last step. */
  readonly endsCase: boolean;
}

const neverStarted: ReadonlySet<string> = new Set(['START_EVENT', 'BOUNDARY_EVENT', 'PROCESS']);

/** Steps that an operator may begin, in the order of the file. */
export function startableSteps(process: ExecutableProcess) {
  return [...process.elements.values()]
    .filter(({ type, id }) => !neverStarted.has(type) && !followsEventGateway(process, id))
    .map(({ id, name, type }) => ({ elementId: id, elementName: name ?? null, type }));
}

function followsEventGateway(process: ExecutableProcess, id: string): boolean {
  return [...process.flows.values()].some(
    ({ sourceId, targetId }) =>
      targetId === id && process.elements.get(sourceId)?.type === 'EVENT_BASED_GATEWAY',
  );
}

const invalid = (field: string, message: string) =>
  new DomainError('FORM_INVALID', message, { errors: [{ field, label: field, message }] });

/** Throws `DomainError` FORM_INVALID. */
export function previewModification(
  process: ExecutableProcess,
  open: readonly ElementInstanceView[],
  { activate, terminate, variables = {} }: ModificationRequest,
): ModificationPreview {
  if (activate.length + terminate.length === 0)
    throw invalid('activate', 'Rien n’est choisi. Choisissez une étape à arrêter ou à commencer.');
  if (activate.length === 0 && Object.keys(variables).length > 0)
    throw invalid(
      'variables',
      'Des données ne sont posées qu’avec une étape qui commence. Choisissez-en une.',
    );
  const steps = new Map(startableSteps(process).map((step) => [step.elementId, step]));
  const starts = activate.map((id) => {
    const step = steps.get(id);
    if (step !== undefined) return { elementId: id, elementName: step.elementName };
    throw invalid(
      'activate',
      `« ${id} » n’est pas une étape qui puisse commencer. Choisissez une étape de la liste.`,
    );
  });
  const ends = [...new Set(terminate)].map((key) => {
    const element = open.find((one) => one.key === key);
    if (element !== undefined) return { key, elementId: element.elementId, elementName: element.elementName };
    throw invalid(
      'terminate',
      `Aucune étape en cours ne porte la clé « ${key} ». Elle a pu finir : rechargez la page.`,
    );
  });
  return {
    ends,
    starts,
    variables,
    endsCase: starts.length === 0 && leavesNothing(open, new Set(terminate)),
  };
}

/** A scope ends with the last that is in it. */
function leavesNothing(open: readonly ElementInstanceView[], ended: ReadonlySet<string>): boolean {
  const scopes = new Set(open.map(({ flowScopeKey }) => flowScopeKey));
  const byKey = new Map(open.map((one) => [one.key, one]));
  const goes = (element: ElementInstanceView | undefined): boolean =>
    element !== undefined && (ended.has(element.key) || goes(byKey.get(element.flowScopeKey ?? '')));
  return open.filter(({ key }) => !scopes.has(key)).every(goes);
}
