/** A well-formed XML document as a tree. Size, depth and document types are bounded before anything is built. */
import { SaxesParser, type SaxesTagNS } from 'saxes';

/** Characters. */
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_DEPTH = 200;

export interface XmlAttribute {
  readonly uri: string;
  readonly local: string;
  /** As written, with its prefix. */
  readonly name: string;
  value: string;
}

export interface XmlElement {
  readonly uri: string;
  readonly local: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: (XmlElement | string)[];
  readonly parent: XmlElement | undefined;
  /** Declared here: prefix → URI. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Where its start tag ends, and its end tag. */
  readonly line: number;
  endLine: number;
}

export type XmlTree =
  { readonly ok: true; readonly root: XmlElement } | { readonly ok: false; readonly failure: string };

class NotWellFormedError extends Error {
  constructor(reason: string, line: number) {
    super(`Fatal Error: URI=null Line=${line}: ${reason}`);
  }
}

/** Never throws. */
export function readTree(xml: string): XmlTree {
  if (xml.length > MAX_LENGTH) {
    const failure = `Expected a file of at most ${MAX_LENGTH} characters, but found ${xml.length}`;
    return { ok: false, failure };
  }
  try {
    return { ok: true, root: new TreeBuilder(xml).build() };
  } catch (error) {
    if (error instanceof NotWellFormedError) return { ok: false, failure: error.message };
    throw error;
  }
}

export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** All text below, in order. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** What the prefix stands for at the element; undefined when it was not declared. */
export function namespaceOf(prefix: string, element: XmlElement | undefined): string | undefined {
  if (prefix === 'xml') return 'http://www.w3.org/XML/1998/namespace';
  for (let at = element; at !== undefined; at = at.parent) {
    if (Object.hasOwn(at.namespaces, prefix)) return at.namespaces[prefix];
  }
  return prefix === '' ? '' : undefined;
}

class TreeBuilder {
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly open: XmlElement[] = [];
  private root: XmlElement | undefined;

  constructor(private readonly xml: string) {
    const { parser } = this;
    parser.on('error', (error) => this.fail(this.reasonOf(error.message.replace(/^\d+:\d+: /, ''))));
    parser.on('doctype', () =>
      this.fail('Expected XML without a document type declaration (DOCTYPE), but found one'),
    );
    parser.on('opentag', (tag) => this.start(tag));
    parser.on('closetag', () => this.end());
    parser.on('text', (text) => this.text(text));
    parser.on('cdata', (text) => this.text(text));
  }

  build(): XmlElement {
    if (this.xml.trim() === '') this.fail('Premature end of file.');
    if (!this.xml.trimStart().startsWith('<')) this.fail('Expected an XML document, but found other text');
    this.parser.write(this.xml).close();
    if (this.root === undefined) this.fail('Premature end of file.');
    return this.root;
  }

  private start({ uri, local, name, attributes, ns }: SaxesTagNS): void {
    if (this.open.length >= MAX_DEPTH)
      this.fail(`Expected at most ${MAX_DEPTH} nested elements, but found more`);
    const parent = this.open.at(-1);
    const element: XmlElement = {
      uri,
      local,
      name,
      attributes: Object.values(attributes).filter(
        (attribute) => attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns',
      ),
      children: [],
      parent,
      namespaces: ns,
      line: this.parser.line,
      endLine: this.parser.line,
    };
    parent?.children.push(element);
    this.root ??= element;
    this.open.push(element);
  }

  private end(): void {
    const element = this.open.pop();
    if (element !== undefined) element.endLine = this.parser.line;
  }

  private text(text: string): void {
    this.open.at(-1)?.children.push(text);
  }

  /** In Xerces' words where users may know them. */
  private reasonOf(message: string): string {
    const reference = /&([^;&\s]*);?$/.exec(this.xml.slice(0, this.parser.position))?.[1] ?? '';
    if (message.startsWith('undefined entity'))
      return `The entity "${reference}" was referenced, but not declared.`;
    if (
      /malformed character entity|invalid character entity|disallowed character ent/.test(message) &&
      reference.startsWith('#')
    )
      return `Character reference "&${reference}" is an invalid XML character.`;
    return message;
  }

  private fail(reason: string): never {
    throw new NotWellFormedError(reason, this.parser.line);
  }
}
