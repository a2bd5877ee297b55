import type { FormValue } from '../values';
import { ColumnFamily, numberKey, stringKey } from './column-family';
import type { UndoLog } from './undo-log';
import { taggedVersion, versionInDeployment, Versions } from './versions';

/** Of a form whose latest version was deleted. */
interface Deleted {
  /** No version up to this one is given again. */
  readonly version: number;
}

export class FormState {
  private readonly forms: ColumnFamily<number, FormValue>;
  private readonly versions: Versions<FormValue>;
  private readonly deleted: ColumnFamily<string, Deleted>;
  readonly families: readonly [ColumnFamily<number, FormValue>, ColumnFamily<string, Deleted>];

  constructor(undo: UndoLog) {
    this.forms = new ColumnFamily('form', undo, numberKey);
    this.versions = new Versions(this.forms, ({ formId }) => formId);
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
    return this.versions.latest(formId);
  }

  tagged(formId: string, versionTag: string): FormValue | undefined {
    return taggedVersion(this.versions, formId, versionTag);
  }

  inDeployment(formId: string, deploymentKey: number): FormValue | undefined {
    return versionInDeployment(this.versions, formId, deploymentKey);
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
