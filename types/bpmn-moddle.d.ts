declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    fromXML(
      xml: string,
      typeName?: string,
      options?: object,
    ): Promise<{
      readonly rootElement: object;
      readonly warnings: readonly {
        readonly message: string;
        readonly element?: { readonly $type: string };
        readonly property?: string;
        readonly value?: string;
      }[];
    }>;
    toXML(element: object, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
  }
}
