/** How one kind of field reads what was submitted. One file per kind; `index.ts` finds it by the schema's `type`. */
import { isDeepStrictEqual } from 'node:util';
import type { FormMessages } from '../messages';
import type { Option } from '../options';
import type { FormField } from '../schema';

export interface ShowContext {
  /** Where days and hours of instants are read, e.g. `Africa/Abidjan`. */
  readonly timeZone: string;
  /** The field's choices; empty for kinds that have none. */
  readonly options: () => readonly Option[];
}

export interface ReadContext extends ShowContext {
  readonly label: string;
  readonly messages: FormMessages;
  readonly now: Date;
}

/**
 * empty: nothing was given; `value` is what the browser submits for it, undefined to leave the variable alone.
 * wrong: in French, naming the field.
 */
export type Reading =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'empty'; readonly value?: unknown }
  | { readonly kind: 'wrong'; readonly message: string };

export interface FieldType {
  /** What the browser holds where there is neither a variable nor a default. */
  readonly emptyValue: unknown;
  /** What the browser holds for a variable: another when the field cannot show it as it is. */
  shown(value: unknown, field: FormField, context: ShowContext): unknown;
  /** Whether what was submitted is what was shown; widgets write some values anew. Absent: the same JSON. */
  isSame?(shown: unknown, submitted: unknown, field: FormField, context: ShowContext): boolean;
  /** `value` is undefined when the field is absent. */
  read(value: unknown, field: FormField, context: ReadContext): Reading;
}

export function isUntouched(
  type: FieldType,
  shown: unknown,
  submitted: unknown,
  field: FormField,
  context: ShowContext,
): boolean {
  return isDeepStrictEqual(shown, submitted) || (type.isSame?.(shown, submitted, field, context) ?? false);
}

export const valueOf = (value: unknown): Reading => ({ kind: 'value', value });
export const wrong = (message: string): Reading => ({ kind: 'wrong', message });
export const empty = (value?: unknown): Reading => ({ kind: 'empty', value });
