/**
 * bpmn-moddle takes ids of ASCII letters only, where XML has letters of every script. Given as options of `fromXML`, this
 * makes it take any; that they are names and unique, the schema has checked.
 */
interface Identified {
  get(name: 'id'): unknown;
  readonly $descriptor: { readonly idProperty?: unknown };
}

interface Reading {
  elementsById: Record<string, unknown>;
  addElement(element: Identified): void;
}

interface RootHandler {
  context: Reading | undefined;
}

interface Reader {
  handler(this: Reader, type: string): RootHandler;
}

export const anyIds = {
  handler(this: Reader, type: string): RootHandler {
    const handler = (Object.getPrototypeOf(this) as Reader).handler.call(this, type);
    let reading: Reading | undefined;
    Object.defineProperty(handler, 'context', {
      get: () => reading,
      set(given: Reading) {
        reading = given;
        given.addElement = (element) => register(element, given);
      },
    });
    return handler;
  },
};

function register(element: Identified, { elementsById }: Reading): void {
  if (element.$descriptor.idProperty === undefined) return;
  const id = element.get('id');
  if (typeof id === 'string' && id !== '') elementsById[id] = element;
}
