/** Two versions of a diagram side by side, moved together, with what changed marked on both. */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { acceptAnyIds } from './shared/any-ids';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css';
import '../styles/studio.css';
import { readPageData } from './shared/page-data';

interface Difference {
  readonly difference: {
    readonly before: string | null;
    readonly after: string | null;
    readonly changes: readonly { readonly kind: string; readonly elementId: string }[];
  };
}

interface Canvas {
  zoom(to: 'fit-viewport', center: 'auto'): number;
  viewbox(box?: object): {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  addMarker(id: string, marker: string): void;
  scrollToElement(id: string): void;
}

const { difference } = readPageData<Difference>();

async function viewerIn(id: string, xml: string | null): Promise<NavigatedViewer | null> {
  const container = document.getElementById(id);
  if (container === null || xml === null) return null;
  const viewer = new NavigatedViewer({ container, textRenderer: { defaultStyle: { fontSize: 11 } } });
  acceptAnyIds(viewer);
  await viewer.importXML(xml);
  const canvas = viewer.get<Canvas>('canvas');
  canvas.zoom('fit-viewport', 'auto');
  const registry = viewer.get<{ get(id: string): object | undefined }>('elementRegistry');
  for (const { kind, elementId } of difference.changes) {
    if (registry.get(elementId) !== undefined)
      canvas.addMarker(elementId, `difference-${kind.toLowerCase()}`);
  }
  return viewer;
}

function together(one: NavigatedViewer, other: NavigatedViewer): void {
  let busy = false;
  const follow = (from: NavigatedViewer, to: NavigatedViewer) => {
    from.on('canvas.viewbox.changed', () => {
      if (busy) return;
      busy = true;
      const { x, y, width, height } = from.get<Canvas>('canvas').viewbox();
      to.get<Canvas>('canvas').viewbox({ x, y, width, height });
      busy = false;
    });
  };
  follow(one, other);
  follow(other, one);
}

async function start(): Promise<void> {
  const compare = document.getElementById('studio-compare');
  if (difference.before === null) compare?.classList.add('studio-compare--one');
  const viewers = await Promise.all([
    viewerIn('studio-before', difference.before),
    viewerIn('studio-after', difference.after),
  ]).catch(() => []);
  const [before, after] = viewers;
  if (before && after) together(before, after);
  for (const item of document.querySelectorAll<HTMLElement>('.studio-change[data-element]')) {
    item.tabIndex = 0;
    const show = () => {
      for (const viewer of viewers) {
        const id = item.dataset.element ?? '';
        const known = viewer?.get<{ get(id: string): object | undefined }>('elementRegistry').get(id);
        if (known !== undefined) viewer?.get<Canvas>('canvas').scrollToElement(id);
      }
    };
    item.addEventListener('click', show);
    item.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') show();
    });
  }
  compare?.setAttribute('data-ready', 'true');
}

void start();
