/** Keeps a case page current: told by server-sent events, it fetches the state and swaps what changed. */
import type { DiagramState } from './shared/diagram/marks';
import { follow } from './shared/live/follow';
import { readPageData, translator } from './shared/page-data';

interface CaseState {
  readonly digest: string;
  readonly head: string;
  readonly body: string;
  readonly diagram: DiagramState;
}

const data = readPageData<{ stateHref: string; caseKey: string }>();
const t = translator(data);
const status = document.getElementById('live-status');
/** For what no record tells: a claim, a mail. */
const everyMillis = 20_000;
let digest = '';
let asking = false;
let askAgain = false;

async function refresh(): Promise<void> {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  const response = await fetch(data.stateHref, { redirect: 'manual' }).catch(() => null);
  if (response?.ok) show((await response.json()) as CaseState);
  asking = false;
  if (askAgain) {
    askAgain = false;
    await refresh();
  }
}

function show(state: CaseState): void {
  const first = digest === '';
  if (state.digest === digest) return;
  digest = state.digest;
  const changed = [swap('live-head', state.head), swap('live-body', state.body)].some(Boolean);
  document
    .querySelector('figure.diagram')
    ?.dispatchEvent(new CustomEvent('diagram:state', { detail: state.diagram }));
  if (changed && !first && status) status.textContent = t('live.updated');
}

/** Replaces a part when its HTML differs; keeps open details open and the focus where it was. */
function swap(id: string, html: string): boolean {
  const part = document.getElementById(id);
  if (part === null || part.dataset.html === html) return false;
  const known = part.dataset.html !== undefined;
  part.dataset.html = html;
  const next = document.createElement('template');
  next.innerHTML = html;
  if (!known && next.content.textContent === part.textContent) return false;
  const open = [...part.querySelectorAll('details')].map((details) => details.open);
  const focused = part.contains(document.activeElement) ? focusKey(document.activeElement) : null;
  part.replaceChildren(next.content);
  part.querySelectorAll('details').forEach((details, index) => {
    details.open = open[index] ?? false;
  });
  if (focused !== null) {
    [...part.querySelectorAll<HTMLElement>('a, button, summary')]
      .find((one) => focusKey(one) === focused)
      ?.focus();
  }
  return true;
}

function focusKey(target: Element | null): string {
  return `${target?.tagName ?? ''} ${target?.getAttribute('href') ?? ''} ${target?.textContent ?? ''}`;
}

follow({
  topic: `dossier:${data.caseKey}`,
  changed: () => void refresh(),
  opened() {
    if (status) status.textContent = '';
    void refresh();
  },
  lost() {
    if (status) status.textContent = t('live.offline');
  },
});
setInterval(() => {
  if (!document.hidden) void refresh();
}, everyMillis);
