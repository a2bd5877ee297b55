/** A procedure's map: heat on its elements, and what is there now as bubbles that lead to the cases. */
import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { element, type Translate } from '../page-data';

export interface MapMark {
  readonly id: string;
  /** 0 to 1. */
  readonly heat: number;
  /** The value in words; empty: none. */
  readonly label: string;
  readonly active: number;
  readonly late: number;
  readonly incidents: number;
  readonly href: string;
  readonly incidentsHref: string;
}

interface Canvas {
  addMarker(id: string, marker: string): void;
}

interface Overlays {
  add(id: string, type: string, overlay: { position: object; html: HTMLElement }): string;
}

interface Registry {
  get(id: string): { readonly waypoints?: unknown } | undefined;
}

/** Colours are few, so that they can be told apart. */
const STEPS = 5;

function bubble(kind: string, count: number, title: string, href: string): HTMLElement {
  const made = element('a', { className: `bubble bubble--${kind}`, title, href }, [String(count)]);
  made.setAttribute('aria-label', title);
  return made;
}

export function markMap(viewer: NavigatedViewer, marks: readonly MapMark[], t: Translate): void {
  const canvas = viewer.get<Canvas>('canvas');
  const overlays = viewer.get<Overlays>('overlays');
  const registry = viewer.get<Registry>('elementRegistry');
  for (const mark of marks) {
    const shape = registry.get(mark.id);
    // Elements of other versions are not drawn in this one.
    if (shape === undefined || shape.waypoints !== undefined) continue;
    if (mark.heat > 0) canvas.addMarker(mark.id, `heat-${String(Math.max(1, Math.ceil(mark.heat * STEPS)))}`);
    const put = (position: object, html: HTMLElement) => overlays.add(mark.id, 'map', { position, html });
    if (mark.label !== '') {
      put({ bottom: 9, left: 4 }, element('div', { className: 'map-value' }, [mark.label]));
    }
    if (mark.active > 0) {
      const title = `${t('map.active', { n: mark.active })}. ${t('map.seeCases')}`;
      put({ top: -13, right: 14 }, bubble('active', mark.active, title, mark.href));
    }
    if (mark.late > 0) {
      const title = `${t('map.late', { n: mark.late })}. ${t('map.seeCases')}`;
      put({ bottom: 12, right: 14 }, bubble('late', mark.late, title, mark.href));
    }
    if (mark.incidents > 0) {
      const title = `${t('map.incidents', { n: mark.incidents })}. ${t('map.seeCases')}`;
      put({ top: -13, left: -12 }, bubble('incident', mark.incidents, title, mark.incidentsHref));
    }
  }
}
