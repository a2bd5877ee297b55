/** Files inside a case's variables, in the shape that Camunda's forms give them. */
import type { DocumentView } from '../views';

type Values = Readonly<Record<string, unknown>>;

const MARK = 'camunda.document.type';

const isPlain = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

export const isReference = (value: unknown): value is Values & { readonly documentId: string } =>
  isPlain(value) && value[MARK] === 'camunda' && typeof value['documentId'] === 'string';

/** What a variable holds of a file: enough for form-js to show it. */
export const referenceTo = ({ id, sha256, name, contentType, size }: DocumentView): Values => ({
  [MARK]: 'camunda',
  storeId: 'logigramme',
  documentId: id,
  contentHash: sha256,
  metadata: { fileName: name, contentType, size },
});

/** Ids with the variable that each is in. */
export function referencesIn(values: Values): readonly { readonly id: string; readonly variable: string }[] {
  const inside = (value: unknown): string[] => {
    if (isReference(value)) return [value.documentId];
    if (Array.isArray(value)) return value.flatMap(inside);
    return isPlain(value) ? Object.values(value).flatMap(inside) : [];
  };
  return Object.entries(values).flatMap(([variable, value]) => inside(value).map((id) => ({ id, variable })));
}

/** The same values, each reference replaced. Numbers that keep more digits than JavaScript's stay as they are. */
export function withReferences(values: Values, replace: (id: string) => Values): Values {
  const inside = (value: unknown): unknown => {
    if (isReference(value)) return replace(value.documentId);
    if (Array.isArray(value)) return value.map(inside);
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inside(one)]));
  };
  return inside(values) as Values;
}
