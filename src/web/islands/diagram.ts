/**
 * A BPMN diagram to read: pan, zoom, and where a case stands. `diagram:state` events on the figure update the marks,
 * `diagram:replay` shows another moment instead until `diagram:live`.
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { acceptAnyIds } from './shared/any-ids';
import '../styles/diagram.css';
import { markMap, type MapMark } from './shared/diagram/heat';
import { markState, type DiagramState } from './shared/diagram/marks';
import { addTools } from './shared/diagram/tools';
import { element, readPageData, translator } from './shared/page-data';

/** A little smaller than bpmn-js writes, so that names stay in their boxes also where Arial is missing. */
const textRenderer = { defaultStyle: { fontSize: 11 }, externalStyle: { fontSize: 11 } };

interface Canvas {
  zoom(): number;
  resized(): void;
  viewbox(box?: object): {
    inner: { x: number; y: number; width: number; height: number };
    outer: { width: number; height: number };
  };
}

interface Registry {
  get(id: string): { x: number; y: number; width: number; height: number } | undefined;
}

/** Below this scale names, of 11 px, cannot be read: a part is shown rather than all. */
const readableScale = 1;
const narrow = 700;
const margin = 12;
/** Below the drawing, so that the bpmn.io mark covers none of it. */
const bottomMargin = 44;
/** Share of the window's height that a diagram may take. */
const tallest = 0.7;

async function show(figure: HTMLElement): Promise<void> {
  const data = readPageData<{
    diagram?: DiagramState;
    maps?: Readonly<Record<string, readonly MapMark[]>>;
  }>();
  const t = translator(data);
  const container = figure.querySelector<HTMLElement>('.diagram__canvas');
  if (container === null) return;
  const zoomScroll = { enabled: false };
  const viewer = new NavigatedViewer({ container, zoomScroll, textRenderer });
  acceptAnyIds(viewer);
  try {
    const response = await fetch(figure.dataset.xml ?? '');
    if (!response.ok) throw new Error(`Expected a BPMN file, but got status ${String(response.status)}`);
    await viewer.importXML(await response.text());
  } catch (error) {
    container.replaceChildren(element('p', { className: 'notice notice--error' }, [t('diagram.failed')]));
    throw error;
  }
  let state = data.diagram;
  const fit = () => {
    fitViewport(viewer);
  };
  if (container.clientWidth >= narrow) takeHeight(viewer, container);
  fit();
  const isTooSmall = viewer.get<Canvas>('canvas').zoom() < readableScale;
  const hasPlace = state !== undefined && Object.keys(state.active).length > 0;
  if (isTooSmall && (hasPlace || container.clientWidth < narrow)) showReadable(viewer, state);
  if (state) markState(viewer, state, t);
  const marks = data.maps?.[figure.id];
  if (marks !== undefined) markMap(viewer, marks, t);
  addTools(figure, { viewer, t, fit, zoomScroll });
  container.querySelector('.bjs-powered-by')?.setAttribute('title', t('diagram.poweredBy'));
  let isReplaying = false;
  figure.addEventListener('diagram:state', (event) => {
    state = (event as CustomEvent<DiagramState>).detail;
    if (!isReplaying) markState(viewer, state, t);
  });
  figure.addEventListener('diagram:replay', (event) => {
    isReplaying = true;
    markState(viewer, (event as CustomEvent<DiagramState>).detail, t);
  });
  figure.addEventListener('diagram:live', () => {
    isReplaying = false;
    if (state) markState(viewer, state, t);
  });
  figure.dataset.ready = 'true';
}

/** As high as the drawing needs at the width there is. */
function takeHeight(viewer: NavigatedViewer, container: HTMLElement): void {
  const canvas = viewer.get<Canvas>('canvas');
  const { inner } = canvas.viewbox();
  const scale = Math.min(1, (container.clientWidth - 2 * margin) / inner.width);
  const height = Math.min(inner.height * scale + margin + bottomMargin, window.innerHeight * tallest);
  container.style.height = `${String(Math.ceil(height))}px`;
  canvas.resized();
}

/** The whole diagram with a margin, never larger than drawn. */
function fitViewport(viewer: NavigatedViewer): void {
  const canvas = viewer.get<Canvas>('canvas');
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(
    1,
    (outer.width - 2 * margin) / inner.width,
    (outer.height - margin - bottomMargin) / inner.height,
  );
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({
    x: inner.x - (width - inner.width) / 2,
    y: inner.y - (height - inner.height) / 2 + (bottomMargin - margin) / 2 / scale,
    width,
    height,
  });
}

/** A readable scale around what happens now, else around the beginning. */
function showReadable(viewer: NavigatedViewer, state: DiagramState | undefined): void {
  const canvas = viewer.get<Canvas>('canvas');
  const { inner, outer } = canvas.viewbox();
  const activeId = Object.keys(state?.active ?? {})[0];
  const active = activeId === undefined ? undefined : viewer.get<Registry>('elementRegistry').get(activeId);
  const width = outer.width / readableScale;
  const height = outer.height / readableScale;
  if (active === undefined) {
    canvas.viewbox({
      x: inner.x - margin * 2,
      y: inner.y - Math.max(margin * 2, (height - inner.height) / 2),
      width,
      height,
    });
    return;
  }
  const x = active.x + active.width / 2 - width / 2;
  const y = active.y + active.height / 2 - height / 2;
  const inside = (at: number, from: number, whole: number, seen: number) =>
    Math.max(from - margin * 2, Math.min(at, from + whole - seen + margin * 2));
  canvas.viewbox({
    x: inside(x, inner.x, inner.width, width),
    y: inside(y, inner.y, inner.height, height),
    width,
    height,
  });
}

for (const figure of document.querySelectorAll<HTMLElement>('figure.diagram')) void show(figure);
