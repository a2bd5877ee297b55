/** How one kind of field reads what was submitted. One file per kind; `index.ts` finds it by the schema's `type`. */
import type { FormMessages } from '../messages';
import type { Option } from '../options';
import type { FormField } from '../schema';

export interface ReadContext {
  readonly label: string;
  readonly messages: FormMessages;
  readonly now: Date;
  /** The field's choices; empty for kinds that have none. */
  readonly options: () => readonly Option[];
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
  /** `value` is undefined when the field is absent. */
  read(value: unknown, field: FormField, context: ReadContext): Reading;
}

export const valueOf = (value: unknown): Reading => ({ kind: 'value', value });
export const wrong = (message: string): Reading => ({ kind: 'wrong', message });
export const empty = (value?: unknown): Reading => ({ kind: 'empty', value });
