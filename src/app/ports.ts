/** What the capabilities need of the read model and of the forms. */
import type { FormSchema } from '../forms/schema';
import type { FieldError } from '../errors/catalogue';
import type { ReadModelQueries } from '../readmodel/read-model';

export type {
  InstanceFilter,
  InstanceViewer,
  PageRequest,
  TaskFilter,
  TaskViewer,
} from '../readmodel/filters';

/** Queries. No rights inside, except `visibleTo`. */
export type ReadModel = ReadModelQueries;

/** Tells when the projector has written something: what a waiting answer looks again at. */
export interface ProjectionSignal {
  /** Calls back after each projected batch, with the instances that it was about. Returns the unsubscribe function. */
  onProjected(listener: (batch?: { readonly processInstanceKeys: ReadonlySet<string> }) => void): () => void;
}

/** Files in submitted data. */
export interface Attachments {
  /** The values with what is known of each file; throws FORM_INVALID. Null: a case that begins. */
  checked(
    account: string,
    values: Readonly<Record<string, unknown>>,
    processInstanceKey: string | null,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** The files belong to the case from now on. */
  keep(values: Readonly<Record<string, unknown>>, processInstanceKey: string): Promise<void>;
}

/** Checks submitted data by a form-js schema, as `src/forms` does. */
export type ValidateForm = (
  schema: FormSchema,
  submitted: Readonly<Record<string, unknown>>,
  context: Readonly<Record<string, unknown>>,
) =>
  | { readonly ok: true; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errors: readonly FieldError[] };
