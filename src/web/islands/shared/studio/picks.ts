/** A group of the properties panel where an author picks forms, groups, decisions, procedures and mail templates. */
import { SelectEntry, isSelectEntryEdited } from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import { useService } from 'bpmn-js-properties-panel';

interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Picks {
  readonly forms: readonly Choice[];
  readonly decisions: readonly Choice[];
  readonly procedures: readonly Choice[];
  readonly groups: readonly Choice[];
  readonly mailTemplates: readonly Choice[];
}

interface BusinessObject {
  readonly $type: string;
  readonly extensionElements?: { readonly values?: readonly BusinessObject[] };
  readonly $instanceOf?: (type: string) => boolean;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  readonly [name: string]: unknown;
}

interface Shape {
  readonly id: string;
  readonly businessObject: BusinessObject;
}

interface Modeling {
  updateModdleProperties(
    shape: Shape,
    target: BusinessObject,
    properties: Readonly<Record<string, unknown>>,
  ): void;
}

interface Moddle {
  create(type: string, properties: Readonly<Record<string, unknown>>): BusinessObject;
}

interface Pick {
  readonly id: string;
  readonly label: string;
  readonly applies: (element: BusinessObject) => boolean;
  readonly extension: string;
  readonly attribute: string;
  readonly choices: (picks: Picks) => readonly Choice[];
  readonly also?: Readonly<Record<string, unknown>>;
}

const is = (element: BusinessObject, ...types: readonly string[]): boolean =>
  types.some((type) => element.$instanceOf?.(type) === true);

const picked: readonly Pick[] = [
  {
    id: 'choisir-formulaire',
    label: 'Formulaire',
    applies: (element) => is(element, 'bpmn:UserTask', 'bpmn:StartEvent'),
    extension: 'zeebe:FormDefinition',
    attribute: 'formId',
    choices: ({ forms }) => forms,
  },
  {
    id: 'choisir-groupe',
    label: 'Groupe qui fait la tâche',
    applies: (element) => is(element, 'bpmn:UserTask'),
    extension: 'zeebe:AssignmentDefinition',
    attribute: 'candidateGroups',
    choices: ({ groups }) => groups,
  },
  {
    id: 'choisir-decision',
    label: 'Décision',
    applies: (element) => is(element, 'bpmn:BusinessRuleTask'),
    extension: 'zeebe:CalledDecision',
    attribute: 'decisionId',
    choices: ({ decisions }) => decisions,
    also: { resultVariable: 'decision' },
  },
  {
    id: 'choisir-procedure',
    label: 'Procédure appelée',
    applies: (element) => is(element, 'bpmn:CallActivity'),
    extension: 'zeebe:CalledElement',
    attribute: 'processId',
    choices: ({ procedures }) => procedures,
    also: { propagateAllChildVariables: false },
  },
];

const extensionOf = (element: BusinessObject, type: string): BusinessObject | undefined =>
  element.extensionElements?.values?.find(({ $type }) => $type === type);

function PickEntry(props: { readonly element: Shape; readonly id: string }) {
  const { element, id } = props;
  const pick = picked.find((one) => one.id === id) as Pick;
  const modeling = useService('modeling') as Modeling;
  const moddle = useService('moddle') as Moddle;
  const picks = useService('picks') as Picks;
  const { businessObject } = element;
  const value = String(extensionOf(businessObject, pick.extension)?.get(pick.attribute) ?? '');

  function setValue(chosen: string): void {
    const known = extensionOf(businessObject, pick.extension);
    if (known !== undefined) {
      modeling.updateModdleProperties(element, known, {
        [pick.attribute]: chosen === '' ? undefined : chosen,
      });
      return;
    }
    const extension = moddle.create(pick.extension, { ...pick.also, [pick.attribute]: chosen });
    const there = businessObject.extensionElements as BusinessObject | undefined;
    if (there === undefined) {
      const extensionElements = moddle.create('bpmn:ExtensionElements', { values: [extension] });
      modeling.updateModdleProperties(element, businessObject, { extensionElements });
    } else {
      const values = [...((there['values'] as readonly BusinessObject[] | undefined) ?? []), extension];
      modeling.updateModdleProperties(element, there, { values });
    }
  }

  const choices = pick.choices(picks);
  const own =
    value !== '' && !choices.some((choice) => choice.value === value) ? [{ value, label: value }] : [];
  return h(SelectEntry, {
    id,
    element,
    label: pick.label,
    getValue: () => value,
    setValue,
    getOptions: () => [{ value: '', label: '(aucun)' }, ...own, ...choices],
  });
}

interface Group {
  readonly id: string;
}

class PicksProvider {
  static readonly $inject = ['propertiesPanel'];

  constructor(propertiesPanel: { registerProvider(priority: number, provider: unknown): void }) {
    propertiesPanel.registerProvider(400, this);
  }

  getGroups(element: Shape) {
    return (groups: Group[]): Group[] => {
      const entries = picked
        .filter(({ applies }) => applies(element.businessObject))
        .map(({ id }) => ({ id, element, component: PickEntry, isEdited: isSelectEntryEdited }));
      if (entries.length === 0) return groups;
      const group = { id: 'choix', label: 'Choisir', entries, shouldOpen: true };
      return [...groups.slice(0, 1), group, ...groups.slice(1)];
    };
  }
}

export const picksModule = (picks: Picks) => ({
  __init__: ['picksProvider'],
  picksProvider: ['type', PicksProvider],
  picks: ['value', picks],
});
