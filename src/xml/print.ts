/** A tree as text again, for readers that know less of XML: markup inside text becomes text. */
import { namespaceOf, textOf, type XmlElement } from './tree';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const ASCII_NAME = /^[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?$/;

export interface PrintOptions {
  /** Namespaces whose elements are kept, with the prefix that each gets; elements of others are left out. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** Their content becomes text. */
  readonly flattens: (element: XmlElement) => boolean;
  readonly leavesOut: (element: XmlElement) => boolean;
}

export function printTree(root: XmlElement, options: PrintOptions): string {
  const declared = [...options.prefixes].map(([uri, prefix]) => ` xmlns:${prefix}="${escape(uri)}"`);
  return printElement(root, options, `${declared.join('')} xmlns:xsi="${XSI}"`);
}

function printElement(element: XmlElement, options: PrintOptions, more = ''): string {
  const prefix = options.prefixes.get(element.uri);
  if (prefix === undefined || options.leavesOut(element)) return '';
  const name = `${prefix}:${element.local}`;
  const content = options.flattens(element)
    ? escape(textOf(element))
    : element.children
        .map((child) => (typeof child === 'string' ? escape(child) : printElement(child, options)))
        .join('');
  return `<${name}${more}${printAttributes(element, options)}>${content}</${name}>`;
}

/** Those without namespace, those of the namespaces kept, and the type that the element says it has. */
function printAttributes(element: XmlElement, { prefixes }: PrintOptions): string {
  return element.attributes
    .map(({ uri, local, value }) => {
      if (uri === '') return ASCII_NAME.test(local) ? ` ${local}="${escape(value)}"` : '';
      if (uri === XSI) return local === 'type' ? ` xsi:type="${typeName(value, element, prefixes)}"` : '';
      const prefix = prefixes.get(uri);
      return prefix === undefined || !ASCII_NAME.test(local) ? '' : ` ${prefix}:${local}="${escape(value)}"`;
    })
    .join('');
}

function typeName(value: string, element: XmlElement, prefixes: ReadonlyMap<string, string>): string {
  const [local = '', prefix = ''] = value.trim().split(':').reverse();
  const known = prefixes.get(namespaceOf(prefix, element) ?? '');
  return escape(known === undefined ? local : `${known}:${local}`);
}

function escape(text: string): string {
  if (text.trim() === '') return text;
  return text.replace(/[&<>"\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
