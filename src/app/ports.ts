/** What the capabilities need of the read model and of the forms. */
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

export type FormSchema = Readonly<Record<string, unknown>>;

/** Checks submitted data by a form-js schema, as `src/forms` does. */
export type ValidateForm = (
  schema: FormSchema,
  submitted: Readonly<Record<string, unknown>>,
  context: Readonly<Record<string, unknown>>,
) =>
  | { readonly ok: true; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errors: readonly FieldError[] };
