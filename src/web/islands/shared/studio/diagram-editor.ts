/** The diagram's editor: bpmn-js with the properties panel for Zeebe, and what the workers can do as templates. */
import { acceptAnyIds } from '../any-ids';
import BpmnModeler from 'bpmn-js/lib/Modeler';
import ZeebeBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import {
  CreateAppendAnythingModule,
  CreateAppendElementTemplatesModule,
} from 'bpmn-js-create-append-anything';
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
  ZeebeTooltipProvider,
} from 'bpmn-js-properties-panel';
import gridModule from 'diagram-js-grid';
import minimapModule from 'diagram-js-minimap';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';
import type { Editor, EditorHost } from './editor';
import { dictionary } from './french';
import { picksModule, type Picks } from './picks';
import { translateModule } from './translate-module';

export interface DiagramEditorOptions extends EditorHost {
  readonly lang: string;
  readonly elementTemplates: readonly object[];
  readonly picks: Picks;
}

interface Services {
  readonly canvas: {
    zoom(to: 'fit-viewport' | number, center?: 'auto'): number;
    scrollToElement(id: string): void;
  };
  readonly commandStack: { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean };
  readonly elementRegistry: { get(id: string): object | undefined };
  readonly elementTemplatesLoader: { setTemplates(templates: readonly object[]): void };
  readonly minimap: { toggle(): void };
  readonly searchPad: { toggle(): void };
  readonly selection: { select(element: object): void };
  readonly zoomScroll: { stepZoom(delta: number): void };
  readonly clipboard: { get(): unknown; set(content: unknown): void };
}

/** As in the viewer of the site. */
const textRenderer = { defaultStyle: { fontSize: 11 }, externalStyle: { fontSize: 11 } };
const clipboardKey = 'logigramme.presse-papiers';

/** What is copied in one procedure can be pasted in another: the clipboard is kept for the other tabs. */
function shareClipboard(modeler: BpmnModeler): void {
  const bus = modeler.get<{
    on(event: string, priority: number, run: (event: { tree?: unknown }) => unknown): void;
  }>('eventBus');
  const clipboard = modeler.get<Services['clipboard']>('clipboard');
  const moddle = modeler.get<{ create(type: string, attributes: object): object }>('moddle');
  bus.on('copyPaste.elementsCopied', 2000, ({ tree }) => {
    localStorage.setItem(clipboardKey, JSON.stringify(tree));
  });
  bus.on('copyPaste.pasteElements', 2000, () => {
    if (clipboard.get() !== undefined) return;
    const kept = localStorage.getItem(clipboardKey);
    if (kept !== null) clipboard.set(JSON.parse(kept, reviver(moddle)));
  });
}

/** Model objects of the copied tree come back as such. */
function reviver(moddle: { create(type: string, attributes: object): object }) {
  const known = new Map<string, object>();
  return (_: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('$type' in value)) return value;
    const { $type, id, ...attributes } = value as { $type: string; id?: string };
    const before = id === undefined ? undefined : known.get(id);
    if (before !== undefined) return before;
    const made = moddle.create($type, { ...attributes, ...(id === undefined ? {} : { id }) });
    if (id !== undefined) known.set(id, made);
    return made;
  };
}

const titleCase = (text: string): string => text.replace(/(^|[ -])[a-z]/g, (letter) => letter.toUpperCase());

/** The dictionary, and its entries as the panel's head writes them: « User Task ». */
function words(): Readonly<Record<string, string>> {
  const titled = Object.entries(dictionary).map(([english, french]) => [
    titleCase(english).replaceAll('-', ' '),
    french,
  ]);
  return { ...(Object.fromEntries(titled) as Record<string, string>), ...dictionary };
}

export function makeDiagramEditor(options: DiagramEditorOptions): Editor {
  const { canvas: container, panel, changed, lang, elementTemplates, picks } = options;
  const modeler = new BpmnModeler({
    container,
    textRenderer,
    propertiesPanel: { parent: panel, description: ZeebeTooltipProvider },
    moddleExtensions: { zeebe: zeebeModdle },
    additionalModules: [
      translateModule(words(), lang),
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      ZeebeBehaviors,
      CloudElementTemplatesPropertiesProviderModule,
      CreateAppendAnythingModule,
      CreateAppendElementTemplatesModule,
      gridModule,
      minimapModule,
      picksModule(picks),
    ],
  });
  const service = <Name extends keyof Services>(name: Name): Services[Name] =>
    modeler.get<Services[Name]>(name);
  acceptAnyIds(modeler);
  modeler.on('commandStack.changed', changed);
  service('elementTemplatesLoader').setTemplates(elementTemplates);
  shareClipboard(modeler);
  return {
    async open(content) {
      await modeler.importXML(content);
      service('canvas').zoom('fit-viewport', 'auto');
      if (service('canvas').zoom(1) < 0.6) service('canvas').zoom(0.6);
    },
    content: async () => (await modeler.saveXML({ format: true })).xml ?? '',
    select(elementId) {
      const element = service('elementRegistry').get(elementId);
      if (element === undefined) return;
      service('selection').select(element);
      service('canvas').scrollToElement(elementId);
    },
    tools: {
      undo: () => {
        service('commandStack').undo();
      },
      redo: () => {
        service('commandStack').redo();
      },
      zoomIn: () => {
        service('zoomScroll').stepZoom(1);
      },
      zoomOut: () => {
        service('zoomScroll').stepZoom(-1);
      },
      fit: () => {
        service('canvas').zoom('fit-viewport', 'auto');
      },
      minimap: () => {
        service('minimap').toggle();
      },
      search: () => {
        service('searchPad').toggle();
      },
    },
    destroy() {
      modeler.destroy();
    },
  };
}
