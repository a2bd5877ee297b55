/** Marks on the diagram: tokens, what is done, paths taken, incidents. */
import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { element, type Translate } from '../page-data';

export interface DiagramState {
  readonly active: Readonly<Record<string, number>>;
  readonly completed: Readonly<Record<string, number>>;
  readonly flows: Readonly<Record<string, number>>;
  readonly incidents: readonly string[];
}

interface Canvas {
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}

interface Overlays {
  add(id: string, type: string, overlay: { position: object; html: HTMLElement }): string;
  remove(filter: { type: string }): void;
}

interface Registry {
  get(id: string): object | undefined;
  forEach(visit: (shape: { id: string }) => void): void;
}

const overlayType = 'logigramme-state';
const markers = ['mark-active', 'mark-done', 'mark-taken', 'mark-incident'] as const;
type Marker = (typeof markers)[number];

function bubble(kind: string, text: string, title: string): HTMLElement {
  const made = element('div', { className: `bubble bubble--${kind}`, title }, [text]);
  made.setAttribute('role', 'img');
  made.setAttribute('aria-label', title);
  return made;
}

export function markState(viewer: NavigatedViewer, state: DiagramState, t: Translate): void {
  const canvas = viewer.get<Canvas>('canvas');
  const overlays = viewer.get<Overlays>('overlays');
  const registry = viewer.get<Registry>('elementRegistry');

  registry.forEach(({ id }) => {
    for (const marker of markers) canvas.removeMarker(id, marker);
  });
  overlays.remove({ type: overlayType });

  // A case may run on a version whose drawing lacks an element: nothing to mark there.
  const mark = (ids: readonly string[], marker: Marker) => {
    for (const id of ids) if (registry.get(id)) canvas.addMarker(id, marker);
  };
  const put = (id: string, position: object, html: HTMLElement) => {
    if (registry.get(id)) overlays.add(id, overlayType, { position, html });
  };

  mark(Object.keys(state.flows), 'mark-taken');
  mark(Object.keys(state.completed), 'mark-done');
  mark(Object.keys(state.active), 'mark-active');
  mark(state.incidents, 'mark-incident');

  for (const [id, n] of Object.entries(state.completed)) {
    if (n > 1) put(id, { bottom: 10, left: -8 }, bubble('done', `${String(n)}×`, t('diagram.times', { n })));
  }
  for (const [id, n] of Object.entries(state.active)) {
    put(id, { top: -12, right: 12 }, bubble('active', n > 1 ? String(n) : '', t('diagram.active')));
  }
  for (const id of state.incidents) {
    put(id, { top: -12, left: -12 }, bubble('incident', '!', t('diagram.incident')));
  }
}
