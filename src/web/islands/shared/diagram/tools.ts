/** Zoom and full-screen buttons. The wheel scrolls the page, and zooms only in full screen. */
import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { element, type Translate } from '../page-data';

interface Canvas {
  resized(): void;
}

interface Stepper {
  stepZoom(delta: number): void;
  toggle(enabled: boolean): void;
}

interface ToolsOptions {
  readonly viewer: NavigatedViewer;
  readonly t: Translate;
  readonly fit: () => void;
  /** The viewer's own configuration object, which it reads again at each mouse entry. */
  readonly zoomScroll: { enabled: boolean };
}

export function addTools(figure: HTMLElement, { viewer, t, fit, zoomScroll }: ToolsOptions): void {
  const tools = figure.querySelector('.diagram__tools');
  if (tools === null) return;
  const step = (delta: number) => {
    viewer.get<Stepper>('zoomScroll').stepZoom(delta);
  };

  const tool = (text: string, label: string, run: () => void): HTMLButtonElement => {
    const button = element(
      'button',
      { type: 'button', className: 'diagram__tool', title: label, onclick: run },
      [text],
    );
    button.setAttribute('aria-label', label);
    return button;
  };

  const expand = tool(t('diagram.expand'), t('diagram.expand'), () => {
    setExpanded(!figure.classList.contains('diagram--expanded'));
  });
  expand.classList.add('diagram__tool--wide');

  function setExpanded(expanded: boolean): void {
    figure.classList.toggle('diagram--expanded', expanded);
    document.body.classList.toggle('no-scroll', expanded);
    zoomScroll.enabled = expanded;
    viewer.get<Stepper>('zoomScroll').toggle(expanded);
    const label = t(expanded ? 'diagram.shrink' : 'diagram.expand');
    expand.textContent = label;
    expand.title = label;
    expand.setAttribute('aria-label', label);
    viewer.get<Canvas>('canvas').resized();
    fit();
  }

  figure.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && figure.classList.contains('diagram--expanded')) setExpanded(false);
  });

  const fitButton = tool(t('diagram.fit'), t('diagram.fit'), fit);
  fitButton.classList.add('diagram__tool--wide');
  tools.replaceChildren(
    tool('+', t('diagram.zoomIn'), () => {
      step(1);
    }),
    tool('−', t('diagram.zoomOut'), () => {
      step(-1);
    }),
    fitButton,
    expand,
  );
}
