/**
 * The form by which a person does a worker's job: made from its declared outputs and errors. Labels are the `title` of
 * each output's schema (`.meta({ title })`), hints its `description`.
 */
import { z } from 'zod';
import { ByHandField, DONE } from '../../tasks/by-hand';
import type { FormSchema } from '../../forms/schema';
import type { Worker } from '../services';

type Component = Readonly<Record<string, unknown>>;

const property = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  /** Absent: anything; a person writes text. */
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'any']).default('any'),
  /** Only a worker can say it: no field. */
  automatic: z.boolean().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  items: z.looseObject({ enum: z.array(z.string()) }).optional(),
});
type Property = z.output<typeof property>;

const outputs = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
});

/** JSON Schema's bounds of a safe integer say nothing to people. */
const withinReason = (bound: number | undefined): number | undefined =>
  bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? undefined : bound;

const YES_NO = [
  { label: 'Oui', value: true },
  { label: 'Non', value: false },
];

/** As a person reads it: « Succès ». */
const choicesOf = (values: readonly string[]) =>
  values.map((value) => ({ label: value.charAt(0).toLocaleUpperCase('fr') + value.slice(1), value }));

/** From this length on, texts are of several lines. */
const longText = 1000;

function shapeOf(of: Property): Component {
  if (of.enum !== undefined) return { type: 'select', values: choicesOf(of.enum) };
  switch (of.type) {
    case 'boolean':
      return { type: 'radio', values: YES_NO };
    case 'integer':
    case 'number':
      return { type: 'number', ...(of.type === 'integer' && { decimalDigits: 0 }) };
    case 'array':
      if (of.items === undefined)
        throw new Error('Expected outputs that a person can enter, but got a list of no given choices');
      return { type: 'checklist', values: choicesOf(of.items.enum) };
    case 'any':
      return { type: 'textarea' };
    case 'string':
      return textShape(of);
  }
}

function textShape({ format, maxLength = 0 }: Property): Component {
  if (format === 'time')
    return {
      type: 'datetime',
      subtype: 'time',
      timeInterval: 1,
      use24h: true,
      timeSerializingFormat: 'no_timezone',
    };
  if (format === 'date')
    return { type: 'datetime', subtype: 'date', dateLabel: 'Date', useAriaFriendlyFormat: true };
  return { type: maxLength >= longText ? 'textarea' : 'textfield' };
}

function validationOf(of: Property, required: boolean): Component {
  return {
    ...(required && { required: true }),
    ...(['string', 'any'].includes(of.type) && of.enum === undefined && { maxLength: of.maxLength ?? 4000 }),
    ...(of.format === 'email' && { validationType: 'email' }),
    min: withinReason(of.minimum),
    max: withinReason(of.maximum),
  };
}

function fieldOf(formId: string, name: string, of: Property, required: boolean, hide: string): Component {
  const label = of.title ?? name;
  const shape = shapeOf(of);
  return {
    ...shape,
    id: `${formId}_${name}`,
    key: name,
    label,
    ...(shape['type'] === 'datetime' && { [shape['subtype'] === 'time' ? 'timeLabel' : 'dateLabel']: label }),
    ...(of.description !== undefined && { description: of.description }),
    validate: validationOf(of, required),
    ...(hide !== '' && { conditional: { hide } }),
  };
}

/** Absent where the step can only end in one way. */
function outcomeFields(formId: string, worker: Pick<Worker, 'errors'>): Component[] {
  if (worker.errors.length === 0) return [];
  const choices = worker.errors.map(({ code, description }) => ({ label: description, value: code }));
  return [
    {
      type: 'radio',
      id: `${formId}_${ByHandField.OUTCOME}`,
      key: ByHandField.OUTCOME,
      label: 'Comment l’étape s’est-elle terminée ?',
      validate: { required: true },
      values: [{ label: 'L’étape est faite.', value: DONE }, ...choices],
    },
    {
      type: 'textarea',
      id: `${formId}_${ByHandField.EXPLANATION}`,
      key: ByHandField.EXPLANATION,
      label: 'Explication',
      validate: { required: true, maxLength: 4000 },
      conditional: { hide: `=${ByHandField.OUTCOME} = null or ${ByHandField.OUTCOME} = "${DONE}"` },
    },
  ];
}

const nothingToEnter = (formId: string): Component => ({
  type: 'text',
  id: `${formId}_rien`,
  text: 'Rien n’est à saisir : terminez la tâche une fois l’étape faite.',
});

/** @throws Error when an output is of a shape that no field can take */
export function contractForm(worker: Pick<Worker, 'type' | 'output' | 'errors'>): FormSchema {
  const { properties, required } = outputs.parse(z.toJSONSchema(worker.output, { io: 'input' }));
  const formId = `a-la-main-${worker.type}`;
  const hide = worker.errors.length === 0 ? '' : `=${ByHandField.OUTCOME} != "${DONE}"`;
  const fields = [
    ...outcomeFields(formId, worker),
    ...Object.entries(properties)
      .filter(([, of]) => of.automatic !== true)
      .map(([name, of]) => fieldOf(formId, name, of, required.includes(name), hide)),
  ];
  return {
    id: formId,
    type: 'default',
    schemaVersion: 16,
    components: fields.length > 0 ? fields : [nothingToEnter(formId)],
  };
}
