/** A form-js schema as far as the server needs it. Properties it does not know are kept and ignored. */
import { z } from 'zod';

/** A form as it is deployed and stored: JSON of form-js. */
export type FormSchema = Readonly<Record<string, unknown>>;

const expressionOr = <T extends z.ZodType>(type: T) => z.union([type, z.string()]).nullish();

const validationSchema = z.looseObject({
  required: z.boolean().nullish(),
  min: expressionOr(z.number()),
  max: expressionOr(z.number()),
  minLength: expressionOr(z.number()),
  maxLength: expressionOr(z.number()),
  pattern: z.string().nullish(),
  patternErrorMessage: z.string().nullish(),
  validationType: z.string().nullish(),
});

const fieldSchema = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  key: z.string().optional(),
  /** Of groups and dynamic lists: where their fields' values live. */
  path: z.string().optional(),
  label: z.string().nullish(),
  dateLabel: z.string().nullish(),
  timeLabel: z.string().nullish(),
  disabled: z.boolean().nullish(),
  readonly: expressionOr(z.boolean()),
  conditional: z.looseObject({ hide: z.string().nullish() }).nullish(),
  validate: validationSchema.nullish(),
  values: z.array(z.unknown()).nullish(),
  valuesKey: z.string().nullish(),
  valuesExpression: z.string().nullish(),
  decimalDigits: z.number().int().nullish(),
  increment: expressionOr(z.number()),
  serializeToString: z.boolean().nullish(),
  subtype: z.string().nullish(),
  timeSerializingFormat: z.string().nullish(),
  disallowPassedDates: z.boolean().nullish(),
  defaultValue: z.unknown().optional(),
  computeOn: z.string().nullish(),
  expression: z.string().nullish(),
  isRepeating: z.boolean().nullish(),
  allowAddRemove: z.boolean().nullish(),
  defaultRepetitions: z.number().nullish(),
  get components(): z.ZodOptional<z.ZodArray<typeof fieldSchema>> {
    return z.array(fieldSchema).optional();
  },
});

export type FormField = z.output<typeof fieldSchema>;
export type FieldValidation = z.output<typeof validationSchema>;

const formSchema = z.looseObject({ id: z.string().optional(), components: z.array(fieldSchema) });
export type ParsedForm = z.output<typeof formSchema>;

/** The schema is no form-js form: the fault of who deployed it, not of who fills it in. */
export class FormSchemaError extends Error {
  override readonly name = 'FormSchemaError';
}

export function parseFormSchema(source: unknown): ParsedForm {
  const result = formSchema.safeParse(source);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new FormSchemaError(
    `Expected a form-js schema with components, but ${faults.join('; ')}. Mend the .form file and deploy it again.`,
  );
}

/** Of a field its key, of a group its path; either may have dots. */
export function localPath(field: FormField): string[] {
  const text = field.components === undefined ? field.key : field.path;
  return text ? text.split('.') : [];
}

/** A dynamic list that has rows: absent, `isRepeating` is true to form-js. */
export const repeats = ({ type, isRepeating = true }: FormField): boolean =>
  type === 'dynamiclist' && isRepeating === true;
