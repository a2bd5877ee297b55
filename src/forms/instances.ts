/**
 * The schema's fields as they stand in one filled form: a field of a dynamic list once per row, each with the
 * path of its value, its label and whether its conditions hide it.
 */
import { isExpression, isMet, resolve, type Scope } from './feel';
import type { FormMessages } from './messages';
import { getAt, type JsonObject, type Path } from './paths';
import type { FormField } from './schema';

export interface FieldInstance {
  readonly field: FormField;
  readonly path: Path;
  readonly label: string;
  readonly scope: Scope;
  /** Hidden itself or within something hidden. */
  readonly hidden: boolean;
  /** Shown but not to be filled in: what is submitted for it is ignored. */
  readonly locked: boolean;
}

export interface Place {
  readonly path: Path;
  readonly scope: Scope;
  readonly hidden: boolean;
  /** Of the enclosing rows, to tell the labels of their fields apart. */
  readonly prefix: string;
}

export interface Filling {
  /** Task variables with the submitted values over them. */
  readonly data: JsonObject;
  readonly submitted: JsonObject;
  readonly messages: FormMessages;
}

/** Dynamic lists come before the fields of their rows. */
export function instancesOf(fields: readonly FormField[], place: Place, filling: Filling): FieldInstance[] {
  return fields.flatMap((field) => {
    const instance = instanceOf(field, place, filling);
    if (field.components === undefined) return [instance];
    const inside = { ...place, path: instance.path, hidden: instance.hidden };
    if (!repeats(field)) return [instance, ...instancesOf(field.components, inside, filling)];
    return [instance, ...rowInstances(field, inside, instance.label, filling)];
  });
}

function instanceOf(field: FormField, place: Place, { data }: Filling): FieldInstance {
  const hide = field.conditional?.hide;
  return {
    field,
    path: [...place.path, ...localPath(field)],
    label: place.prefix + labelOf(field, data, place.scope),
    scope: place.scope,
    hidden: place.hidden || (isExpression(hide) && isMet(hide, data, place.scope)),
    locked: field.disabled === true || resolve(field.readonly, data, place.scope) === true,
  };
}

function rowInstances(list: FormField, place: Place, label: string, filling: Filling): FieldInstance[] {
  const submitted = getAt(filling.submitted, place.path);
  const count = Array.isArray(submitted) ? submitted.length : 0;
  return Array.from({ length: count }, (_, index) => {
    const path = [...place.path, index];
    const scope = {
      row: getAt(filling.data, path),
      parent: place.scope.row,
      indexes: [...place.scope.indexes, index + 1],
    };
    const prefix = `${filling.messages.row(label, index + 1)} : `;
    return instancesOf(list.components ?? [], { ...place, path, scope, prefix }, filling);
  }).flat();
}

export function repeats(field: FormField): boolean {
  return field.type === 'dynamiclist' && field.isRepeating !== false;
}

/** Of a field its key, of a group its path; either may have dots. */
export function localPath(field: FormField): string[] {
  const text = field.components === undefined ? field.key : field.path;
  return text ? text.split('.') : [];
}

function labelOf(field: FormField, data: JsonObject, scope: Scope): string {
  const candidates = [field.label, field.dateLabel, field.timeLabel];
  const label = candidates.find((text) => text != null && text !== '' && !text.includes('{{'));
  const shown = resolve(label, data, scope);
  if (typeof shown === 'string' && shown !== '') return shown;
  return field.key ?? field.path ?? field.id ?? field.type;
}
