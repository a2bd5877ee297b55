declare module 'camunda-bpmn-js-behaviors/lib/camunda-cloud' {
  const module: Record<string, unknown>;
  export default module;
}
declare module 'bpmn-js-create-append-anything' {
  export const CreateAppendAnythingModule: Record<string, unknown>;
  export const CreateAppendElementTemplatesModule: Record<string, unknown>;
}
declare module 'bpmn-js-element-templates' {
  export const CloudElementTemplatesPropertiesProviderModule: Record<string, unknown>;
}
declare module 'bpmn-js-properties-panel' {
  export const BpmnPropertiesPanelModule: Record<string, unknown>;
  export const BpmnPropertiesProviderModule: Record<string, unknown>;
  export const ZeebePropertiesProviderModule: Record<string, unknown>;
  export const ZeebeTooltipProvider: Record<string, unknown>;
  export function useService(name: string): unknown;
}
declare module '@bpmn-io/properties-panel' {
  export const SelectEntry: (props: object) => object;
  export const isSelectEntryEdited: (node: unknown) => boolean;
}
declare module '@bpmn-io/properties-panel/preact' {
  export function h(component: unknown, props: object): Record<string, unknown>;
}
declare module 'diagram-js-grid' {
  const module: Record<string, unknown>;
  export default module;
}
declare module 'diagram-js-minimap' {
  const module: Record<string, unknown>;
  export default module;
}
declare module '@bpmn-io/form-js-editor' {
  export class FormEditor {
    constructor(options: object);
    importSchema(schema: unknown): Promise<unknown>;
    saveSchema(): Record<string, unknown>;
    on(event: string, run: () => void): void;
    get<T>(name: string): T;
    destroy(): void;
  }
}
declare module 'dmn-js/lib/Modeler' {
  interface View {
    readonly type: string;
  }
  interface Viewer {
    on(event: string, run: () => void): void;
    get<T>(name: string): T;
  }
  export default class DmnModeler {
    constructor(options: object);
    importXML(xml: string): Promise<unknown>;
    saveXML(options: object): Promise<{ readonly xml: string }>;
    getViews(): readonly View[];
    open(view: View): Promise<unknown>;
    getActiveViewer(): Viewer | undefined;
    on(event: string, run: () => void): void;
    destroy(): void;
  }
}
