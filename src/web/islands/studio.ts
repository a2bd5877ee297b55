/** The studio's page: the files of a draft, the editor of the chosen one, saving by itself, and the checks. */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'bpmn-js-element-templates/dist/assets/element-templates.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import '../styles/studio.css';
import { element, readPageData, translator } from './shared/page-data';
import { makeDiagramEditor } from './shared/studio/diagram-editor';
import type { Editor, EditorHost, MakeEditor } from './shared/studio/editor';
import type { Picks } from './shared/studio/picks';
import { Saving, type SavedFile, type SaveState } from './shared/studio/saving';
import { starterOf } from './shared/studio/starters';

interface StudioData {
  readonly studio: {
    readonly id: string;
    readonly isOpen: boolean;
    readonly files: readonly SavedFile[];
    readonly elementTemplates: readonly object[];
    readonly choices: Picks;
    readonly bundles: Readonly<Record<string, { readonly script: string; readonly style: string }>>;
  };
}

interface Problem {
  readonly severity: 'ERROR' | 'WARNING' | 'INFO';
  readonly file: string;
  readonly elementId: string | null;
  readonly text: string;
  readonly why: string;
}

const data = readPageData<StudioData>();
const t = translator(data);
const { studio } = data;
const part = (id: string): HTMLElement => document.getElementById(`studio-${id}`) as HTMLElement;

const files: SavedFile[] = studio.files.map((file) => ({ ...file }));
let current: SavedFile | undefined;
let editor: Editor | undefined;
let opening = 0;

const extensionOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
const saving = new Saving({ draftId: studio.id, told });

function told(state: SaveState, file: SavedFile, message: string): void {
  const words: Readonly<Record<SaveState, string>> = {
    SAVED: t('studio.saved'),
    SAVING: t('studio.saving'),
    UNSENT: t('studio.unsaved'),
    CONFLICT: '',
    CLOSED: message,
  };
  part('state').textContent = words[state];
  part('state').dataset.state = state;
  if (state === 'CONFLICT') offerConflict(file, message);
}

function notice(message: string, actions: readonly HTMLElement[] = []): void {
  const box = part('notice');
  box.hidden = message === '';
  box.replaceChildren(element('p', {}, [message]), element('div', { className: 'actions' }, [...actions]));
}

const button = (text: string, run: () => unknown): HTMLButtonElement =>
  element('button', { type: 'button', className: 'button button--small', onclick: () => void run() }, [text]);

function offerConflict(file: SavedFile, message: string): void {
  notice(message, [
    button(t('studio.takeTheirs'), async () => {
      saving.settled(file);
      await reloaded(file);
      notice('');
    }),
    button(t('studio.keepMine'), async () => {
      const content = (await editor?.content()) ?? '';
      saving.settled(file);
      await reloaded(file);
      const copy = { name: copyName(file.name), revision: 0, content: '' };
      files.push(copy);
      await show(copy, content);
      saving.changed(copy, () => Promise.resolve(content));
      notice('');
    }),
  ]);
}

function copyName(name: string): string {
  const stem = name.slice(0, name.lastIndexOf('.'));
  for (let n = 1; ; n += 1) {
    const candidate = `${stem} - copie ${String(n)}.${extensionOf(name)}`;
    if (!files.some((file) => file.name === candidate)) return candidate;
  }
}

/** As the server has it. */
async function reloaded(file: SavedFile): Promise<void> {
  const response = await fetch(`/atelier/${studio.id}/fichiers/${encodeURIComponent(file.name)}`);
  if (!response.ok) return;
  Object.assign(file, (await response.json()) as SavedFile);
  if (current === file) await show(file, file.content);
}

async function loadedEditor(extension: string): Promise<MakeEditor> {
  if (extension === 'bpmn')
    return (host: EditorHost) =>
      makeDiagramEditor({
        ...host,
        lang: data.lang,
        elementTemplates: studio.elementTemplates,
        picks: picks(),
      });
  const bundle = studio.bundles[extension];
  if (bundle !== undefined && window.logigrammeEditors?.[extension] === undefined) {
    document.head.append(element('link', { rel: 'stylesheet', href: bundle.style }));
    await new Promise<void>((resolve, reject) => {
      document.head.append(
        element('script', {
          src: bundle.script,
          onload: () => {
            resolve();
          },
          onerror: () => {
            reject(new Error(t('studio.unsaved')));
          },
        }),
      );
    });
  }
  return window.logigrammeEditors?.[extension] as MakeEditor;
}

/** Forms and decisions of the draft can be picked before they are deployed. */
function picks(): Picks {
  const ids = (extension: string, idOf: (content: string) => string | undefined) =>
    files.filter(({ name }) => extensionOf(name) === extension).flatMap(({ content }) => idOf(content) ?? []);
  const merged = (known: Picks['forms'], own: readonly string[]) => [
    ...own.filter((id) => !known.some(({ value }) => value === id)).map((value) => ({ value, label: value })),
    ...known,
  ];
  const { choices } = studio;
  return {
    ...choices,
    forms: merged(
      choices.forms,
      ids(
        'form',
        (content) => /"id"\s*:\s*"([^"]+)"(?![\s\S]*"schemaVersion")/.exec(content)?.[1] ?? formId(content),
      ),
    ),
    decisions: merged(
      choices.decisions,
      ids('dmn', (content) => /<decision [^>]*id="([^"]+)"/.exec(content)?.[1]),
    ),
  };
}

function formId(content: string): string | undefined {
  try {
    const { id } = JSON.parse(content) as { id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

async function show(file: SavedFile, content: string): Promise<void> {
  const turn = (opening += 1);
  if (current !== undefined && editor !== undefined && current !== file) {
    const before = editor;
    await saving.flush(current, () => before.content());
  }
  editor?.destroy();
  editor = undefined;
  current = file;
  const [canvas, panel] = [part('canvas'), part('panel')];
  canvas.replaceChildren();
  panel.replaceChildren();
  listFiles();
  const make = await loadedEditor(extensionOf(file.name));
  if (turn !== opening) return;
  const made = make({
    canvas,
    panel,
    changed: () => {
      if (studio.isOpen && ready) saving.changed(file, () => made.content());
    },
  });
  let ready = false;
  editor = made;
  try {
    await made.open(content);
    // Opening changes the command stack of some editors: only what comes after is the author's.
    window.setTimeout(() => (ready = true), 0);
  } catch (error) {
    made.destroy();
    editor = undefined;
    const reason = error instanceof Error ? error.message : String(error);
    canvas.replaceChildren(
      element('p', { className: 'notice notice--error' }, [t('studio.unreadable', { reason })]),
      element('pre', { className: 'studio__raw' }, [content.slice(0, 20_000)]),
    );
  }
  showTools();
  document.getElementById('studio')?.setAttribute('data-ready', file.name);
}

const symbols: Readonly<Record<string, string>> = {
  undo: '↶',
  redo: '↷',
  zoomIn: '+',
  zoomOut: '−',
  fit: '⤢',
  minimap: '▣',
  search: '⌕',
};

function showTools(): void {
  const tools = Object.entries(editor?.tools ?? {}).map(([name, run]) => {
    const made = button(symbols[name] ?? name, run);
    made.classList.add('button--quiet', 'studio__tool');
    made.title = t(`studio.${name}`);
    made.setAttribute('aria-label', t(`studio.${name}`));
    return made;
  });
  part('tools').replaceChildren(...tools);
}

function listFiles(): void {
  const rank = ['bpmn', 'form', 'dmn'];
  // Cases of the trial have a page of their own.
  const sorted = files
    .filter(({ name }) => rank.includes(extensionOf(name)))
    .sort(
      (a, b) =>
        rank.indexOf(extensionOf(a.name)) - rank.indexOf(extensionOf(b.name)) || a.name.localeCompare(b.name),
    );
  const items = sorted.map((file) => {
    const choose = element(
      'button',
      { type: 'button', className: 'studio__file', onclick: () => void show(file, file.content) },
      [file.name],
    );
    if (file === current) choose.setAttribute('aria-current', 'true');
    return element('li', {}, [choose]);
  });
  const add = (extension: 'form' | 'dmn', label: string) =>
    studio.isOpen ? [element('li', {}, [button(label, () => addFile(extension))])] : [];
  part('files').replaceChildren(
    element('h2', {}, [t('studio.files')]),
    element('ul', {}, [
      ...items,
      ...add('form', t('studio.addForm')),
      ...add('dmn', t('studio.addDecision')),
    ]),
  );
}

async function addFile(extension: 'form' | 'dmn'): Promise<void> {
  const typed = window.prompt(t('studio.newName'))?.trim();
  if (typed === undefined || typed === '') return;
  const id = typed
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const file = { name: `${id}.${extension}`, revision: 0, content: '' };
  if (files.some(({ name }) => name === file.name)) return;
  files.push(file);
  const content = starterOf(extension, id, typed);
  await show(file, content);
  saving.changed(file, () => Promise.resolve(content));
}

async function check(): Promise<void> {
  if (current !== undefined && editor !== undefined) {
    const open = editor;
    await saving.flush(current, () => open.content());
  }
  const response = await fetch(`/atelier/${studio.id}/controles`);
  const problems = response.ok ? ((await response.json()) as readonly Problem[]) : [];
  const box = part('problems');
  box.hidden = false;
  const items = problems.map((problem) => {
    const jump = element(
      'button',
      { type: 'button', className: 'studio__jump', onclick: () => void jumpTo(problem) },
      [problem.text],
    );
    return element('li', { className: `studio-problem studio-problem--${problem.severity}` }, [
      element('span', { className: 'studio-problem__severity' }, [t(`studio.severity.${problem.severity}`)]),
      element('div', {}, [jump, element('p', { className: 'muted' }, [problem.why])]),
    ]);
  });
  box.replaceChildren(
    element('h2', {}, [t('studio.problems')]),
    items.length === 0
      ? element('p', { className: 'muted' }, [t('studio.noProblem')])
      : element('ul', { className: 'studio-problems' }, items),
  );
  box.scrollIntoView({ block: 'nearest' });
}

async function jumpTo({ file: name, elementId }: Problem): Promise<void> {
  const file = files.find((one) => one.name === name);
  if (file === undefined) return;
  if (file !== current) await show(file, file.content);
  if (elementId !== null) editor?.select(elementId);
}

interface State {
  readonly state: string;
  readonly present: readonly string[];
  readonly files: readonly { readonly name: string; readonly revision: number; readonly updatedBy: string }[];
}

const lookEveryMillis = 8_000;

/** Who else is here, and what was saved meanwhile. */
async function look(): Promise<void> {
  const response = await fetch(`/atelier/${studio.id}/etat`).catch(() => null);
  if (response === null || !response.ok) return;
  const { present, files: there } = (await response.json()) as State;
  part('people').textContent = present.length === 0 ? '' : t('studio.others', { names: present.join(', ') });
  for (const { name, revision, updatedBy } of there) {
    const file = files.find((one) => one.name === name);
    if (file === undefined || revision <= file.revision || part('state').dataset.state === 'SAVING') continue;
    if (file !== current) await reloaded(file);
    else
      notice(t('studio.changedBy', { name: updatedBy, file: name }), [
        button(t('studio.reload'), async () => {
          await reloaded(file);
          notice('');
        }),
      ]);
  }
}

async function start(): Promise<void> {
  const first = files.find(({ name }) => extensionOf(name) === 'bpmn') ?? files[0];
  if (!studio.isOpen) part('state').textContent = t('studio.closed');
  if (first !== undefined) {
    const kept = studio.isOpen ? saving.recovered(first) : null;
    await show(first, kept ?? first.content);
    if (kept !== null) {
      notice(t('studio.recovered'));
      saving.changed(first, () => editor?.content() ?? Promise.resolve(kept));
    }
  }
  part('check').addEventListener('click', () => void check());
  void look();
  window.setInterval(() => {
    if (!document.hidden) void look();
  }, lookEveryMillis);
}

void start();
