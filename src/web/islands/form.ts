/**
 * A task's or a start form. States: editing → (invalid → editing) → sending → done, or not sent → sending.
 * What is typed is kept on the device from the first change until the server has taken it.
 */
import { Form } from '@bpmn-io/form-js-viewer';
import '../styles/form.css';
import { translateChrome, useLanguageForDates } from './shared/form/chrome';
import { openDraft, type Variables } from './shared/form/draft';
import { createFeedback } from './shared/form/feedback';
import { deliverFiles, documentModule, type Delivered, type FileRegistry } from './shared/form/files';
import { at, markRows, restored, withRows, type Rows } from './shared/form/rows';
import { send, type Outcome, type WrongField } from './shared/form/send';
import { validationModule } from './shared/form/validation';
import { element, readPageData, translator } from './shared/page-data';

interface FormData {
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly variables: Variables;
  readonly readOnly: boolean;
  readonly action: string;
  readonly draftKey: string;
}

interface FieldInstance {
  readonly id: string;
  readonly valuePath: readonly (string | number)[];
}

interface FormField {
  readonly id: string;
  readonly isRepeating?: boolean;
  readonly key?: string;
  readonly label?: string;
  readonly type: string;
  readonly action?: string;
}

const saveDelayMillis = 300;
const data = readPageData<FormData>();
const t = translator(data);
const host = document.getElementById('form') ?? document.body;
const button = document.getElementById('form-submit') as HTMLButtonElement | null;
const feedback = createFeedback(data, t, host);
const draft = openDraft(data.draftKey);
const attemptKey = crypto.randomUUID();
let sending = false;

async function openForm(schema: Readonly<Record<string, unknown>>): Promise<Form> {
  useLanguageForDates(data.lang);
  const options = {
    container: host,
    additionalModules: [validationModule(t), documentModule()],
    // form-js waits 300 ms before it takes what is typed; drawing again meanwhile puts the old value back.
    debounce: false,
  };
  const form = new Form(options);
  const kept = data.readOnly ? null : draft.read();
  const variables = markRows(schema, data.variables);
  await form.importSchema(schema, kept === null ? variables : restored(variables, kept));
  if (data.readOnly) form.setProperty('readOnly', true);
  translateChrome(host, t);
  const hasOwnButton = fieldsOf(form).some((field) => field.type === 'button' && field.action !== 'reset');
  if (button && hasOwnButton) button.hidden = true;
  if (kept !== null) offerDiscard();
  if (!data.readOnly) keepWhatIsTyped(form);
  form.on('submit', (event: { errors: object }) => void submitted(form, event));
  return form;
}

function fieldsOf(form: Form): FormField[] {
  return form.get<{ getAll(): FormField[] }>('formFieldRegistry').getAll();
}

/** What is sent: form-js's own data, and its lists whole. */
function entered(form: Form): Variables {
  const repeating = new Set(
    fieldsOf(form).flatMap(({ id, type, isRepeating }) =>
      type === 'dynamiclist' && isRepeating ? [id] : [],
    ),
  );
  const shown = form.get<{ getAll(): FieldInstance[] }>('formFieldInstanceRegistry').getAll();
  const lists = shown.flatMap(({ id, valuePath }): Rows[] => {
    const rows = repeating.has(id) ? at(form._getState().data, valuePath) : undefined;
    return Array.isArray(rows) ? [{ valuePath, rows: rows as unknown[] }] : [];
  });
  return withRows(form._getSubmitData() as Variables, lists);
}

function keepWhatIsTyped(form: Form): void {
  const saved = document.getElementById('form-saved');
  const snapshot = () => JSON.stringify(entered(form));
  let last = snapshot();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    const now = snapshot();
    if (now === last || sending) return;
    last = now;
    if (draft.write(entered(form)) && saved) saved.textContent = t('form.draftSaved');
  };
  form.on('changed', () => {
    clearTimeout(timer);
    timer = setTimeout(save, saveDelayMillis);
  });
  window.addEventListener('pagehide', save);
}

function offerDiscard(): void {
  const notice = document.getElementById('form-draft');
  if (!notice) return;
  const discard = element('button', { type: 'button', className: 'link-button' }, [t('form.draftDiscard')]);
  discard.addEventListener('click', () => {
    sending = true;
    draft.clear();
    location.reload();
  });
  notice.replaceChildren(element('span', {}, [t('form.draftRestored')]), discard);
  notice.hidden = false;
}

/** After form-js has drawn. */
function drawn(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

async function submitted(form: Form, result: { errors: object }): Promise<void> {
  if (Object.keys(result.errors).length > 0) {
    await drawn();
    feedback.wrongFields([]);
    return;
  }
  await deliver(entered(form), form);
}

async function deliver(variables: Variables, form: Form | null): Promise<void> {
  if (sending) return;
  sending = true;
  if (button) button.disabled = true;
  feedback.clearWrongFields();
  feedback.sending();
  const files = await withFiles(variables, form);
  const outcome =
    files.kind === 'failed' ? files.outcome : await send(data.action, files.variables, attemptKey);
  if (outcome.kind === 'done') {
    draft.clear();
    location.assign(outcome.next);
    return;
  }
  sending = false;
  if (button) button.disabled = false;
  draft.write(variables);
  await explain(outcome, variables, form);
}

async function withFiles(variables: Variables, form: Form | null): Promise<Delivered> {
  if (form === null) return { kind: 'ready', variables };
  const labelOf = (key: string): string => fieldsOf(form).find((field) => field.key === key)?.label ?? key;
  return deliverFiles(form.get<FileRegistry>('fileRegistry'), variables, labelOf);
}

async function explain(outcome: Outcome, variables: Variables, form: Form | null): Promise<void> {
  switch (outcome.kind) {
    case 'invalid':
      await showServerErrors(form, outcome.errors);
      break;
    case 'signedOut':
      feedback.problem(t('form.signedOut'), {
        label: t('form.signIn'),
        href: `/connexion?suite=${encodeURIComponent(location.pathname)}`,
      });
      break;
    case 'unreachable':
      feedback.problem(outcome.detail || t('form.notSent'), {
        label: t('form.retry'),
        run: () => void deliver(variables, form),
      });
      break;
    case 'refused':
      feedback.problem(`${t('form.refused')} ${outcome.detail}`, {
        label: t('form.backToTasks'),
        href: '/taches',
      });
      break;
    case 'done':
      break;
  }
}

async function showServerErrors(form: Form | null, errors: readonly WrongField[]): Promise<void> {
  const idOf = new Map(form === null ? [] : fieldsOf(form).map((field) => [field.key ?? field.id, field.id]));
  const state: Record<string, string[]> = {};
  const others: WrongField[] = [];
  for (const wrong of errors) {
    const id = idOf.get(wrong.field);
    if (id === undefined) others.push(wrong);
    else (state[id] ??= []).push(wrong.message);
  }
  form?._setState({ errors: state });
  await drawn();
  feedback.wrongFields(others);
}

async function start(): Promise<void> {
  const form = data.schema === null ? null : await openForm(data.schema);
  button?.addEventListener('click', () => {
    if (form === null) void deliver({}, null);
    else form.submit();
  });
  host.dataset.ready = 'true';
}

// A page that the browser kept alive may show a form that is already sent.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

start().catch((error: unknown) => {
  feedback.problem(t('form.unreadable'));
  if (button) button.hidden = true;
  throw error;
});
