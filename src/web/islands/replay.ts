/** « Rejouer »: a slider moves the case back and forth through its records, tokens and data with it. */
import { framesOf, type CaseRecord, type Frame } from './shared/diagram/frames';
import { element, readPageData, translator } from './shared/page-data';

interface Page {
  readonly items: readonly CaseRecord[];
  readonly nextCursor: string | null;
}

const data = readPageData<{
  recordsHref: string;
  elementNames: Readonly<Record<string, string>>;
  /** Of the data that people read; the rest is not shown. */
  dataLabels: Readonly<Record<string, string>>;
}>();
const t = translator(data);
/** Milliseconds between two frames that play by themselves. */
const PACE = 600;
/** More would take a browser minutes to fetch: the first so many are replayed. */
const MOST_RECORDS = 20_000;

async function records(): Promise<CaseRecord[]> {
  const all: CaseRecord[] = [];
  for (let cursor: string | null = ''; cursor !== null && all.length < MOST_RECORDS;) {
    const query = new URLSearchParams({ limit: '200', ...(cursor !== '' && { cursor }) });
    const response = await fetch(`${data.recordsHref}?${query.toString()}`);
    if (!response.ok) throw new Error(`Expected records, but got status ${String(response.status)}`);
    const page = (await response.json()) as Page;
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}

function words({ what, subject, at }: Frame): string {
  const name = (what === 'data' ? data.dataLabels : data.elementNames)[subject] ?? '';
  const time = new Date(at).toLocaleString(data.lang, { dateStyle: 'medium', timeStyle: 'medium' });
  return `${time} — ${t(`replay.${what}`, { name })}`;
}

/** JSON as people read it: a text without its quotes, the beginning of what is long. */
function readable(json: string): string {
  let shown = json;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'string') shown = value;
  } catch {
    // As it is written.
  }
  return shown.length > 120 ? `${shown.slice(0, 120)}…` : shown;
}

function values(now: Frame, before: Frame | undefined): HTMLElement {
  const rows = Object.entries(now.data).flatMap(([name, value]) => {
    const label = data.dataLabels[name];
    if (label === undefined) return [];
    const isNew = before?.data[name] !== value;
    const made = [element('dt', {}, [label]), element('dd', {}, [readable(value)])];
    return [element('div', { className: isNew ? 'replay__changed' : '' }, made)];
  });
  return element('dl', { className: 'facts replay__data' }, rows);
}

function mount(box: HTMLElement, frames: readonly Frame[]): void {
  const figure = document.querySelector<HTMLElement>('figure.diagram');
  const slider = element('input', { type: 'range', min: '0', max: String(frames.length - 1), value: '0' });
  slider.setAttribute('aria-label', t('replay.slider'));
  const said = element('p', { className: 'replay__said' });
  said.setAttribute('role', 'status');
  const shown = element('div', {});
  const step = (label: string, by: number) => {
    const button = element('button', { type: 'button', className: 'button button--small button--quiet' }, [
      label,
    ]);
    button.addEventListener('click', () => show(Number(slider.value) + by));
    return button;
  };
  const play = element('button', { type: 'button', className: 'button button--small' }, [t('replay.play')]);
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    play.textContent = t('replay.play');
  }

  function show(wanted: number): void {
    const at = Math.min(Math.max(wanted, 0), frames.length - 1);
    const frame = frames[at];
    if (frame === undefined) return;
    slider.value = String(at);
    slider.setAttribute('aria-valuetext', words(frame));
    said.textContent = words(frame);
    shown.replaceChildren(values(frame, frames[at - 1]));
    figure?.dispatchEvent(new CustomEvent('diagram:replay', { detail: frame.diagram }));
    if (at === frames.length - 1) stop();
  }

  play.addEventListener('click', () => {
    if (timer !== undefined) {
      stop();
      return;
    }
    if (Number(slider.value) === frames.length - 1) show(0);
    play.textContent = t('replay.pause');
    timer = setInterval(() => show(Number(slider.value) + 1), PACE);
  });
  slider.addEventListener('input', () => {
    stop();
    show(Number(slider.value));
  });
  const close = element('button', { type: 'button', className: 'link-button' }, [t('replay.close')]);
  close.addEventListener('click', () => {
    stop();
    box.replaceChildren(opener(box));
    figure?.dispatchEvent(new CustomEvent('diagram:live'));
  });
  const bar = element('div', { className: 'replay__bar' }, [
    step('‹', -1),
    play,
    step('›', 1),
    slider,
    close,
  ]);
  box.replaceChildren(bar, said, shown);
  show(0);
  play.focus();
}

function opener(box: HTMLElement): HTMLElement {
  const button = element('button', { type: 'button', className: 'button button--small button--quiet' }, [
    t('replay.open'),
  ]);
  button.addEventListener('click', () => {
    button.disabled = true;
    records()
      .then((all) => {
        const isShown = ({ what, subject }: Frame) =>
          what !== 'taken' && (what !== 'data' || data.dataLabels[subject] !== undefined);
        const frames = framesOf(all).filter(isShown);
        if (frames.length > 0) mount(box, frames);
        else button.replaceWith(element('p', { className: 'muted' }, [t('replay.nothing')]));
      })
      .catch(() => {
        button.disabled = false;
        box.append(element('p', { className: 'notice notice--error' }, [t('replay.failed')]));
      });
  });
  return button;
}

const box = document.getElementById('replay');
if (box !== null) {
  box.replaceChildren(opener(box));
  box.dataset.ready = 'true';
}
