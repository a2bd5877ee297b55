/**
 * Reads XML schemas: what those of BPMN and DMN are made of (sequences, choices, extension, substitution groups,
 * wildcards for other namespaces, enumerations), not all that XML Schema knows.
 */
import { ContentModel, type Leaf, type Particle } from './content-model';
import { BUILT_IN, enumeration, union, type SimpleType } from './simple-types';
import { elementsOf, namespaceOf, readTree, type XmlElement } from './tree';

export const XSD = 'http://www.w3.org/2001/XMLSchema';

export interface AttributeUse {
  readonly type: SimpleType;
  readonly required: boolean;
}

export interface ComplexType {
  readonly name: string;
  readonly base: ComplexType | undefined;
  readonly abstract: boolean;
  readonly mixed: boolean;
  readonly attributes: ReadonlyMap<string, AttributeUse>;
  /** Target namespace: attributes of others are welcome; undefined when none are. */
  readonly foreignAttributes: string | undefined;
  readonly content: ContentModel;
  /** Declared inside, by qualified name. */
  readonly elements: ReadonlyMap<string, ElementDeclaration>;
}

export interface ElementDeclaration {
  readonly uri: string;
  readonly local: string;
  readonly abstract: boolean;
  readonly type: ComplexType | SimpleType | undefined;
}

export function isComplex(type: ComplexType | SimpleType | undefined): type is ComplexType {
  return type !== undefined && 'content' in type;
}

/** `{uri}local`. */
export function key(uri: string, local: string): string {
  return `{${uri}}${local}`;
}

interface Body {
  readonly particle: Particle | undefined;
  readonly elements: Map<string, ElementDeclaration>;
}

export class Schema {
  private readonly sources = new Map<string, XmlElement>();
  private readonly members = new Map<string, string[]>();
  private readonly declarations = new Map<string, ElementDeclaration>();
  private readonly types = new Map<string, ComplexType | SimpleType>();
  private readonly bodies = new Map<ComplexType, Particle | undefined>();

  /** @param files the texts of the schemas, which import each other */
  constructor(files: readonly string[]) {
    for (const file of files) this.index(file);
  }

  element(uri: string, local: string): ElementDeclaration | undefined {
    const id = key(uri, local);
    const source = this.sources.get(`element ${id}`);
    if (source === undefined) return undefined;
    const known = this.declarations.get(id);
    if (known !== undefined) return known;
    const declaration = this.declare(source, uri);
    this.declarations.set(id, declaration);
    return declaration;
  }

  type(uri: string, local: string): ComplexType | SimpleType | undefined {
    if (uri === XSD) return BUILT_IN.get(local);
    const id = key(uri, local);
    const known = this.types.get(id);
    if (known !== undefined) return known;
    const source = this.sources.get(`type ${id}`);
    if (source === undefined) return undefined;
    const type = this.readType(source, local);
    this.types.set(id, type);
    return type;
  }

  private index(file: string): void {
    const tree = readTree(file);
    if (!tree.ok) throw new Error(`Expected a schema that can be read, but: ${tree.failure}`);
    const uri = attribute(tree.root, 'targetNamespace') ?? '';
    for (const source of elementsOf(tree.root)) {
      const name = attribute(source, 'name');
      if (name === undefined) continue;
      const kind = source.local.endsWith('Type') ? 'type' : source.local;
      this.sources.set(`${kind} ${key(uri, name)}`, source);
      const group = attribute(source, 'substitutionGroup');
      if (group === undefined) continue;
      const head = resolved(group, source);
      this.members.set(head, [...(this.members.get(head) ?? []), key(uri, name)]);
    }
  }

  private declare(source: XmlElement, uri: string): ElementDeclaration {
    const local = attribute(source, 'name') ?? '';
    const read = (): ComplexType | SimpleType | undefined => this.typeOf(source, `#AnonType_${local}`);
    let type: { readonly read: ComplexType | SimpleType | undefined } | undefined;
    return {
      uri,
      local,
      abstract: attribute(source, 'abstract') === 'true',
      /** Read when it is asked for: types hold elements of their own type. */
      get type() {
        type ??= { read: read() };
        return type.read;
      },
    };
  }

  private typeOf(source: XmlElement, anonymous: string): ComplexType | SimpleType | undefined {
    const named = attribute(source, 'type');
    if (named !== undefined) return this.byName(named, source);
    const inline = elementsOf(source).find(({ local }) => local.endsWith('Type'));
    return inline === undefined ? undefined : this.readType(inline, anonymous);
  }

  private byName(name: string, at: XmlElement): ComplexType | SimpleType | undefined {
    const [, uri = '', local = ''] = /^\{(.*)\}(.*)$/.exec(resolved(name, at)) ?? [];
    return this.type(uri, local);
  }

  private readType(source: XmlElement, name: string): ComplexType | SimpleType {
    return source.local === 'simpleType' ? this.readSimple(source, name) : this.readComplex(source, name);
  }

  private readSimple(source: XmlElement, name: string): SimpleType {
    const [definition] = elementsOf(source).filter(({ local }) => local !== 'annotation');
    if (definition?.local === 'union') {
      const named = (attribute(definition, 'memberTypes') ?? '').split(/\s+/).filter((one) => one !== '');
      const members = [
        ...named.map((member) => this.byName(member, definition)),
        ...elementsOf(definition).map((member) => this.readType(member, name)),
      ];
      return union(
        name,
        members.filter((member): member is SimpleType => member !== undefined && !isComplex(member)),
      );
    }
    const base = definition && this.byName(attribute(definition, 'base') ?? '', definition);
    const values = elementsOf(definition ?? source)
      .filter(({ local }) => local === 'enumeration')
      .map((value) => attribute(value, 'value') ?? '');
    if (base === undefined || isComplex(base)) throw new Error(`Expected a base of the simple type ${name}`);
    return values.length === 0 ? base : enumeration(name, base, values);
  }

  private readComplex(source: XmlElement, name: string): ComplexType {
    const derived = elementsOf(source).find(({ local }) => local === 'complexContent');
    const extension = derived && elementsOf(derived)[0];
    const base = extension && this.byName(attribute(extension, 'base') ?? '', extension);
    const from = isComplex(base) ? base : undefined;
    const own = extension ?? source;
    const target = targetOf(source);
    const { particle, elements } = this.bodyOf(own, target);
    const inherited = from && this.bodies.get(from);
    const whole = together(inherited, particle);
    const type: ComplexType = {
      name,
      base: from,
      abstract: attribute(source, 'abstract') === 'true',
      mixed: attribute(source, 'mixed') === 'true' || from?.mixed === true,
      attributes: new Map([...(from?.attributes ?? []), ...this.attributesOf(own, name)]),
      foreignAttributes: elementsOf(own).some(({ local }) => local === 'anyAttribute')
        ? target
        : from?.foreignAttributes,
      content: new ContentModel(whole),
      elements: new Map([...(from?.elements ?? []), ...elements]),
    };
    this.bodies.set(type, whole);
    return type;
  }

  private attributesOf(source: XmlElement, owner: string): readonly (readonly [string, AttributeUse])[] {
    return elementsOf(source)
      .filter(({ local }) => local === 'attribute')
      .map((use) => {
        const type = this.typeOf(use, owner);
        if (type === undefined || isComplex(type)) throw new Error(`Expected a simple type in ${owner}`);
        return [
          attribute(use, 'name') ?? '',
          { type, required: attribute(use, 'use') === 'required' },
        ] as const;
      });
  }

  private bodyOf(source: XmlElement, target: string): Body {
    const elements = new Map<string, ElementDeclaration>();
    const group = elementsOf(source).find(({ local }) => local === 'sequence' || local === 'choice');
    return { particle: group && this.particle(group, target, elements), elements };
  }

  private particle(source: XmlElement, target: string, elements: Map<string, ElementDeclaration>): Particle {
    const min = Number(attribute(source, 'minOccurs') ?? 1);
    const most = attribute(source, 'maxOccurs') ?? '1';
    const part = this.once(source, target, elements);
    if (min === 1 && most === '1') return part;
    return { kind: 'repeat', part, min, max: most === 'unbounded' ? Infinity : Number(most) };
  }

  private once(source: XmlElement, target: string, elements: Map<string, ElementDeclaration>): Particle {
    if (source.local === 'any') {
      const leaf = attribute(source, 'namespace') === '##other' ? otherNamespaces(target) : ANYTHING;
      return { kind: 'leaf', leaf };
    }
    if (source.local === 'element') {
      return { kind: 'leaf', leaf: this.leaf(source, target, elements) };
    }
    const parts = elementsOf(source)
      .filter(({ local }) => local !== 'annotation')
      .map((part) => this.particle(part, target, elements));
    return { kind: source.local === 'choice' ? 'choice' : 'sequence', parts };
  }

  private leaf(source: XmlElement, target: string, elements: Map<string, ElementDeclaration>): Leaf {
    const reference = attribute(source, 'ref');
    const id =
      reference === undefined ? key(target, attribute(source, 'name') ?? '') : resolved(reference, source);
    if (reference === undefined) elements.set(id, this.declare(source, target));
    const label = id.replace(/^\{(.*)\}(.*)$/, '"$1":$2');
    let names: ReadonlySet<string> | undefined;
    return {
      label,
      matches: (uri, local) => {
        names ??= new Set([id, ...(reference === undefined ? [] : this.substitutes(id))]);
        return names.has(key(uri, local));
      },
    };
  }

  private substitutes(head: string): readonly string[] {
    return (this.members.get(head) ?? []).flatMap((member) => [member, ...this.substitutes(member)]);
  }
}

function together(left: Particle | undefined, right: Particle | undefined): Particle | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return { kind: 'sequence', parts: [left, right] };
}

const ANYTHING: Leaf = { label: 'WC[##any]', matches: () => true };

function otherNamespaces(target: string): Leaf {
  return { label: `WC[##other:"${target}"]`, matches: (uri) => uri !== '' && uri !== target };
}

export function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find(({ uri, local }) => uri === '' && local === name)?.value;
}

function targetOf(element: XmlElement): string {
  let at = element;
  while (at.parent !== undefined) at = at.parent;
  return attribute(at, 'targetNamespace') ?? '';
}

function resolved(name: string, at: XmlElement): string {
  const [local = '', prefix = ''] = name.split(':').reverse();
  return key(namespaceOf(prefix, at) ?? '', local);
}
