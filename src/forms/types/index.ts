/** The kinds of fields that carry a value, by form-js's `type`. All others only show something. */
import { checkbox } from './checkbox';
import { multipleChoice, singleChoice } from './choice';
import { computed } from './computed';
import { datetime } from './datetime';
import type { FieldType } from './field-type';
import { filepicker } from './filepicker';
import { number } from './number';
import { textarea, textfield } from './text';

const fieldTypes: Readonly<Record<string, FieldType>> = {
  textfield,
  textarea,
  number,
  checkbox,
  datetime,
  radio: singleChoice,
  select: singleChoice,
  checklist: multipleChoice,
  taglist: multipleChoice,
  filepicker,
  expression: computed,
};

/** Undefined for text, images, buttons, groups: what carries no value. */
export function fieldTypeOf(type: string): FieldType | undefined {
  return Object.hasOwn(fieldTypes, type) ? fieldTypes[type] : undefined;
}

export function carriesValue(type: string): boolean {
  return fieldTypeOf(type) !== undefined;
}

/** All of form-js 1.23. */
export const componentTypes: ReadonlySet<string> = new Set([
  ...Object.keys(fieldTypes),
  'text',
  'image',
  'table',
  'html',
  'documentPreview',
  'spacer',
  'separator',
  'group',
  'dynamiclist',
  'iframe',
  'button',
]);
