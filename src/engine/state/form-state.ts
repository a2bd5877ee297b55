import type { FormValue } from '../values';
import { ColumnFamily, numberKey } from './column-family';
import { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

export class FormState {
  private readonly forms: ColumnFamily<number, FormValue>;
  private readonly versions: GroupIndex<number, FormValue, string>;
  readonly families: readonly [ColumnFamily<number, FormValue>];

  constructor(undo: UndoLog) {
    this.forms = new ColumnFamily('form', undo, numberKey);
    this.versions = this.forms.index(
      new GroupIndex(
        (form) => form.formId,
        (left, right) => right - left,
      ),
    );
    this.families = [this.forms];
  }

  latest(formId: string): FormValue | undefined {
    const key = this.versions.first(formId);
    return key === undefined ? undefined : this.forms.get(key);
  }

  put(value: FormValue): void {
    this.forms.put(value.formKey, value);
  }
}
