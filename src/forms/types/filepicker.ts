import { isObject } from '../paths';
import { empty, valueOf, wrong, type FieldType } from './field-type';

const identifierOf = (item: unknown): unknown => (isObject(item) ? item['documentId'] : item);

/**
 * Files, as references to documents that were sent before: `[{documentId}]`. Whose they are is checked by who keeps
 * them. form-js shows no file that is there already: where none is chosen, what the case has stays.
 */
export const filepicker: FieldType = {
  emptyValue: null,
  shown: () => null,
  read(value, field, { label, messages }) {
    if (value == null || value === '' || (Array.isArray(value) && value.length === 0)) return empty();
    if (!Array.isArray(value)) return wrong(messages.file(label));
    const ids = value.map(identifierOf);
    if (!ids.every((id) => typeof id === 'string' && id !== '')) return wrong(messages.file(label));
    if (field['multiple'] !== true && typeof field['multiple'] !== 'string' && ids.length > 1)
      return wrong(messages.oneFile(label));
    return valueOf(ids.map((documentId) => ({ 'camunda.document.type': 'camunda', documentId })));
  },
};
