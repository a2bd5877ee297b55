import type { FormValue } from '../values';
import { ColumnFamily, numberKey, stringKey } from './column-family';
import { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

/** Of a form whose latest version was deleted. */
interface Deleted {
  /** No version up to this one is given again. */
  readonly version: number;
}

export class FormState {
  private readonly forms: ColumnFamily<number, FormValue>;
  private readonly versions: GroupIndex<number, FormValue, string>;
  private readonly deleted: ColumnFamily<string, Deleted>;
  readonly families: readonly [ColumnFamily<number, FormValue>, ColumnFamily<string, Deleted>];

  constructor(undo: UndoLog) {
    this.forms = new ColumnFamily('form', undo, numberKey);
    this.versions = this.forms.index(
      new GroupIndex(
        (form) => form.formId,
        (left, right) => right - left,
      ),
    );
    this.deleted = new ColumnFamily('deleted-form', undo, stringKey);
    this.families = [this.forms, this.deleted];
  }

  get(key: number): FormValue | undefined {
    return this.forms.get(key);
  }

  /** A form of which no version is left begins anew. */
  nextVersion(formId: string): number {
    const latest = this.latest(formId)?.version;
    return latest === undefined ? 1 : Math.max(this.deleted.get(formId)?.version ?? 0, latest) + 1;
  }

  latest(formId: string): FormValue | undefined {
    const key = this.versions.first(formId);
    return key === undefined ? undefined : this.forms.get(key);
  }

  put(value: FormValue): void {
    this.forms.put(value.formKey, value);
    this.deleted.delete(value.formId);
  }

  delete(key: number): void {
    const form = this.forms.get(key);
    if (form === undefined) return;
    if (this.latest(form.formId) === form) {
      this.deleted.put(form.formId, { version: this.nextVersion(form.formId) - 1 });
    }
    this.forms.delete(key);
  }
}
