/**
 * The browser's form engine without a browser: form-js's own importer, conditions and validator. Only the drawing
 * is left out, so the fields that drawing would register are registered here as its FormField component does.
 */
interface Instance {
  readonly id: string;
  readonly valuePath: (string | number)[];
}
interface FormField {
  readonly id: string;
  readonly type: string;
  readonly components?: readonly FormField[];
  readonly conditional?: { readonly hide?: string };
}
interface FormState {
  readonly schema: FormField;
  readonly data: Record<string, unknown>;
  readonly initialData: Record<string, unknown>;
}
interface Form {
  get(service: 'formFieldInstanceRegistry'): { syncInstance(id: string, info: object): void };
  get(service: 'pathRegistry'): { getValuePath(field: FormField, options: object): Instance['valuePath'] };
  get(service: 'conditionChecker'): {
    applyConditions(data: object, context: object): Record<string, unknown>;
    check(condition: string, data: object): unknown;
  };
  importSchema(schema: object, data: object): Promise<unknown>;
  validate(): Record<string, string[]>;
  _getState(): FormState;
  _setState(state: object): void;
  _getSubmitData(): Record<string, unknown>;
}
interface FormJs {
  readonly Form: new (options: object) => Form;
  readonly buildExpressionContext: (context: object) => object;
}

/** What the package touches of a page while it loads. */
function standInPage(): void {
  const element = { classList: { add: () => undefined } };
  Object.assign(globalThis, {
    KeyboardEvent: Object,
    document: { createElement: () => element },
    window: globalThis,
  });
}

function load(): FormJs {
  standInPage();
  jest.doMock('flatpickr', () => ({}));
  return jest.requireActual<FormJs>('@bpmn-io/form-js-viewer');
}

const formJs = load();

export interface BrowserSubmission {
  /** Ids of fields that form-js finds wrong. */
  readonly wrong: readonly string[];
  /** What it would send. */
  readonly data: Record<string, unknown>;
}

/** A person opens the form on `variables`, makes its data `filled` and presses the button. */
export async function submitInBrowser(
  schema: object,
  variables: Readonly<Record<string, unknown>>,
  filled: Readonly<Record<string, unknown>>,
): Promise<BrowserSubmission> {
  const form = new formJs.Form({ additionalModules: [{ renderer: ['value', {}] }] });
  await form.importSchema(schema, variables);
  const opened = form._getState();
  form._setState({ data: { ...opened.data, ...filled } });
  register(form);
  return { wrong: Object.keys(form.validate()), data: form._getSubmitData() };
}

function register(form: Form): void {
  const { schema, data, initialData } = form._getState();
  const checker = form.get('conditionChecker');
  const context = { ...initialData, ...checker.applyConditions(data, data) };
  const info = { data: context, this: context, parent: null, i: [] };
  const visit = (field: FormField, indexes: Readonly<Record<string, number>>): void => {
    const hide = field.conditional?.hide;
    if (hide && checker.check(hide, formJs.buildExpressionContext(info)) === true) return;
    const valuePath = form.get('pathRegistry').getValuePath(field, { indexes });
    form.get('formFieldInstanceRegistry').syncInstance([field.id, ...Object.values(indexes)].join('_'), {
      id: field.id,
      expressionContextInfo: info,
      valuePath,
      indexes,
      hidden: false,
    });
    if (field.type !== 'dynamiclist') return field.components?.forEach((inner) => visit(inner, indexes));
    const rows = valuePath.reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], data);
    if (!Array.isArray(rows)) return;
    rows.forEach((_row, index) =>
      field.components?.forEach((inner) => visit(inner, { ...indexes, [field.id]: index })),
    );
  };
  visit(schema, {});
}
