/**
 * The schema's fields as they stand in one filled form: a field of a dynamic list once per row, each with the
 * path of its value, its label and whether its conditions hide it.
 */
import { isExpression, isMet, resolve, rowScope, type Scope } from './feel';
import type { FormMessages } from './messages';
import { getAt, type JsonObject, type Path } from './paths';
import { localPath, repeats, type FormField } from './schema';

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
  /** What conditions and expressions see. */
  readonly data: JsonObject;
  /** Where the rows of lists are, and what `this` is in them. */
  readonly rows: JsonObject;
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
    locked: field.disabled === true || isReadonly(field.readonly, data, place.scope),
  };
}

function isReadonly(readonly: unknown, data: JsonObject, scope: Scope): boolean {
  return isExpression(readonly) ? isMet(readonly, data, scope) : Boolean(readonly);
}

function rowInstances(list: FormField, place: Place, label: string, filling: Filling): FieldInstance[] {
  const rows = getAt(filling.rows, place.path);
  return (Array.isArray(rows) ? rows : []).flatMap((row: unknown, index) => {
    const prefix = `${filling.messages.row(label, index + 1)} : `;
    const inside = {
      ...place,
      path: [...place.path, index],
      scope: rowScope(row, index, place.scope),
      prefix,
    };
    return instancesOf(list.components ?? [], inside, filling);
  });
}

function labelOf(field: FormField, data: JsonObject, scope: Scope): string {
  const candidates = [field.label, field.dateLabel, field.timeLabel];
  const label = candidates.find((text) => text != null && text !== '' && !text.includes('{{'));
  const shown = resolve(label, data, scope);
  if (typeof shown === 'string' && shown !== '') return shown;
  return field.key ?? field.path ?? field.id ?? field.type;
}
