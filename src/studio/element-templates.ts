/** What each worker can do, as bpmn-js element templates: a step is chosen by what it does, its fields are in French. */
import { fieldsOf, type ContractField, type WorkerContract } from '../workers/contracts/described';

export interface ElementTemplate {
  readonly name: string;
  readonly id: string;
  readonly description: string;
  readonly appliesTo: readonly string[];
  readonly elementType: { readonly value: string };
  readonly groups: readonly { readonly id: string; readonly label: string }[];
  readonly properties: readonly Readonly<Record<string, unknown>>[];
}

const labelOf = ({ name, title }: ContractField): string => title ?? name;

function inputProperty(field: ContractField): Readonly<Record<string, unknown>> {
  const base = {
    id: `entree-${field.name}`,
    group: 'entrees',
    label: labelOf(field),
    binding: { type: 'zeebe:input', name: field.name },
    optional: !field.required,
  };
  if (field.choices.length > 0 && !field.kinds.includes('list')) {
    return {
      ...base,
      type: 'Dropdown',
      choices: field.choices.map((choice) => ({ name: choice, value: choice })),
      ...(field.required ? { constraints: { notEmpty: true } } : {}),
    };
  }
  return {
    ...base,
    type: 'String',
    feel: 'optional',
    // The variable of the same name, unless the author says otherwise.
    ...(field.required ? { value: `=${field.name}`, constraints: { notEmpty: true } } : {}),
  };
}

const outputProperty = (field: ContractField): Readonly<Record<string, unknown>> => ({
  id: `sortie-${field.name}`,
  group: 'sorties',
  label: labelOf(field),
  description: `Variable qui reçoit « ${labelOf(field)} »`,
  type: 'String',
  value: field.name,
  binding: { type: 'zeebe:output', source: `=${field.name}` },
  optional: true,
});

/** `run-backup` does what its contract says, in one sentence. */
export function templateOf(contract: WorkerContract): ElementTemplate {
  const { jobType, description, input, output, errors } = contract;
  const said = errors.map(({ code, description: what }) => `${code} : ${what}`);
  return {
    name: description.replace(/\.$/, '').slice(0, 90),
    id: `logigramme.${jobType}`,
    description: [description, ...(said.length > 0 ? [`Erreurs possibles — ${said.join(' ')}`] : [])].join(
      ' ',
    ),
    appliesTo: ['bpmn:Task', 'bpmn:ServiceTask', 'bpmn:SendTask'],
    elementType: { value: 'bpmn:ServiceTask' },
    groups: [
      { id: 'entrees', label: 'Ce qu’il lui faut' },
      { id: 'sorties', label: 'Ce qu’il rend' },
    ],
    properties: [
      { type: 'Hidden', value: jobType, binding: { type: 'zeebe:taskDefinition', property: 'type' } },
      ...fieldsOf(input).map(inputProperty),
      ...fieldsOf(output).map(outputProperty),
    ],
  };
}
