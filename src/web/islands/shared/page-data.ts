/** What the server gave this page, and its messages. */

export interface PageData {
  readonly lang: 'fr' | 'en';
  readonly messages: Readonly<Record<string, string>>;
  readonly [name: string]: unknown;
}

export type Translate = (key: string, parameters?: Readonly<Record<string, string | number>>) => string;

export function readPageData<T>(): PageData & T {
  return JSON.parse(document.getElementById('page-data')?.textContent ?? '{}') as PageData & T;
}

/** Keys are those of the catalogue without `island.`. */
export function translator(data: PageData): Translate {
  return (key, parameters = {}) =>
    (data.messages[`island.${key}`] ?? key).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      String(parameters[name] ?? ''),
    );
}

/** Chooses `<stem>.one` or `<stem>.other`. */
export function translateCount(data: PageData, t: Translate, stem: string, n: number): string {
  const form = new Intl.PluralRules(data.lang).select(n) === 'one' ? 'one' : 'other';
  return t(`${stem}.${form}`, { n });
}

/** An element with text; never parses HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
