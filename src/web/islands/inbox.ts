/** Tells that the inbox has changed, the reader decides when to refresh; and works on it by keyboard. */
import { follow } from './shared/live/follow';
import { readPageData } from './shared/page-data';

const everyMillis = 60_000;
const data = readPageData<{ signature: string; stateHref: string }>();
const notice = document.getElementById('inbox-changed');

async function look(): Promise<void> {
  if (document.hidden || notice === null || !notice.hidden) return;
  const response = await fetch(data.stateHref, { redirect: 'manual' }).catch(() => null);
  if (!response?.ok) return;
  const { signature } = (await response.json()) as { signature: string };
  notice.hidden = signature === data.signature;
}

follow({ topic: 'taches', changed: () => void look(), opened: () => void look(), lost: () => undefined });
setInterval(() => void look(), everyMillis);

const titles = [...document.querySelectorAll<HTMLAnchorElement>('[data-keyboard] a.row-title')];

function move(step: number): void {
  const at = titles.findIndex((title) => title === document.activeElement);
  titles[Math.min(titles.length - 1, Math.max(0, at + step))]?.focus();
}

function rowOfFocus(): Element | null {
  return document.activeElement?.closest('tr') ?? null;
}

const keys: Readonly<Record<string, () => void>> = {
  j: () => move(1),
  k: () => move(-1),
  o: () => rowOfFocus()?.querySelector<HTMLAnchorElement>('a.row-title')?.click(),
  c: () => rowOfFocus()?.querySelector<HTMLFormElement>('form[action$="/prendre"]')?.requestSubmit(),
  x: () => rowOfFocus()?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click(),
  '/': () => document.getElementById('q')?.focus(),
  '?': () => {
    const help = document.getElementById('raccourcis');
    if (help instanceof HTMLDetailsElement) {
      help.open = !help.open;
      help.scrollIntoView({ block: 'nearest' });
    }
  },
};

document.addEventListener('keydown', (event) => {
  const { target } = event;
  const isTyping =
    target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, select');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});
