declare module 'bpmn-js-differ' {
  export function diff<Element>(
    before: Element,
    after: Element,
  ): {
    readonly _added: Readonly<Record<string, Element>>;
    readonly _removed: Readonly<Record<string, Element>>;
    readonly _layoutChanged: Readonly<Record<string, Element>>;
    readonly _changed: Readonly<
      Record<string, { readonly model: Element; readonly attrs: Readonly<Record<string, unknown>> }>
    >;
  };
}
