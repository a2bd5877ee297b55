/**
 * Validates a document by a schema. The first fault ends it, in the words of Xerces, which Zeebe reads with. On the way
 * values are collapsed as their types have it, and names that refer lose their prefix.
 */
import { attribute, isComplex, key, type ComplexType, type ElementDeclaration, type Schema } from './schema';
import type { SimpleType } from './simple-types';
import { elementsOf, namespaceOf, textOf, type XmlAttribute, type XmlElement } from './tree';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XML = 'http://www.w3.org/XML/1998/namespace';

class InvalidError extends Error {
  constructor(reason: string, line: number) {
    super(`Error: URI=null Line=${line}: ${reason}`);
  }
}

export interface Validity {
  /** Undefined when the document is valid. */
  readonly failure: string | undefined;
  /** Elements whose content is text with markup in it. */
  readonly mixed: ReadonlySet<XmlElement>;
}

export function validate(root: XmlElement, schema: Schema): Validity {
  const validator = new Validator(schema);
  try {
    validator.document(root);
    return { failure: undefined, mixed: validator.mixed };
  } catch (error) {
    if (error instanceof InvalidError) return { failure: error.message, mixed: validator.mixed };
    throw error;
  }
}

class Validator {
  readonly mixed = new Set<XmlElement>();
  private readonly ids = new Set<string>();
  private readonly references: string[] = [];

  constructor(private readonly schema: Schema) {}

  document(root: XmlElement): void {
    const declaration = this.schema.element(root.uri, root.local);
    if (declaration === undefined)
      fail(`cvc-elt.1.a: Cannot find the declaration of element '${root.name}'.`, root.line);
    this.element(root, declaration);
    const broken = this.references.find((id) => !this.ids.has(id));
    if (broken !== undefined)
      fail(`cvc-id.1: There is no ID/IDREF binding for IDREF '${broken}'.`, root.endLine);
  }

  private element(element: XmlElement, declaration: ElementDeclaration): void {
    if (declaration.abstract) {
      fail(
        `cvc-elt.2: The value of {abstract} in the element declaration for '${element.name}' must be 'false'.`,
        element.line,
      );
    }
    const type = this.typeOf(element, declaration);
    if (isComplex(type)) this.complex(element, type);
    else if (type === undefined) this.anything(element);
    else this.simple(element, type);
  }

  private typeOf(element: XmlElement, declaration: ElementDeclaration): ComplexType | SimpleType | undefined {
    const given = element.attributes.find(({ uri, local }) => uri === XSI && local === 'type')?.value.trim();
    if (given === undefined) return declaration.type;
    const [local = '', prefix = ''] = given.split(':').reverse();
    const type = this.schema.type(namespaceOf(prefix, element) ?? '', local);
    if (type === undefined) {
      fail(
        `cvc-elt.4.2: Cannot resolve '${given}' to a type definition for element '${element.name}'.`,
        element.line,
      );
    }
    if (declaration.type !== undefined && !derives(type, declaration.type)) {
      fail(
        `cvc-elt.4.3: Type '${given}' is not validly derived from the type definition, ` +
          `'${declaration.type.name}', of element '${element.name}'.`,
        element.line,
      );
    }
    return type;
  }

  private complex(element: XmlElement, type: ComplexType): void {
    if (type.abstract)
      fail(`cvc-type.2: The type definition cannot be abstract for element ${element.name}.`, element.line);
    this.attributes(element, type);
    if (type.mixed) this.mixed.add(element);
    this.content(element, type);
    const hasText = element.children.some((child) => typeof child === 'string' && child.trim() !== '');
    if (!type.mixed && hasText) {
      fail(
        `cvc-complex-type.2.3: Element '${element.name}' cannot have character [children], because the type's ` +
          'content type is element-only.',
        element.endLine,
      );
    }
  }

  private content(element: XmlElement, type: ComplexType): void {
    const { content } = type;
    let places = content.begin();
    for (const child of elementsOf(element)) {
      const next = content.step(places, child.uri, child.local);
      if (next.length === 0) fail(misplaced(child, content.expected(places)), child.line);
      places = next;
      const declaration =
        type.elements.get(key(child.uri, child.local)) ?? this.schema.element(child.uri, child.local);
      if (declaration === undefined) this.anything(child);
      else this.element(child, declaration);
    }
    if (content.isComplete(places)) return;
    fail(
      `cvc-complex-type.2.4.b: The content of element '${element.name}' is not complete. One of ` +
        `'${list(content.expected(places))}' is expected.`,
      element.endLine,
    );
  }

  /** Of a foreign namespace: what is known inside is checked all the same. */
  private anything(element: XmlElement): void {
    for (const child of elementsOf(element)) {
      const declaration = this.schema.element(child.uri, child.local);
      if (declaration === undefined) this.anything(child);
      else this.element(child, declaration);
    }
  }

  private simple(element: XmlElement, type: SimpleType): void {
    if (elementsOf(element).length > 0) {
      fail(
        `cvc-type.3.1.2: Element '${element.name}' is a simple type, so it must have no element information item ` +
          '[children].',
        element.endLine,
      );
    }
    const value = this.value(textOf(element), type, element, element.endLine);
    element.children.splice(0, element.children.length, value);
  }

  private attributes(element: XmlElement, type: ComplexType): void {
    for (const given of element.attributes) {
      if (given.uri === XSI || given.uri === XML) continue;
      const use = given.uri === '' ? type.attributes.get(given.local) : undefined;
      if (use !== undefined) given.value = this.value(given.value, use.type, element, element.line);
      else if (!isForeign(given, type)) {
        fail(
          `cvc-complex-type.3.2.2: Attribute '${given.name}' is not allowed to appear in element '${element.name}'.`,
          element.line,
        );
      }
    }
    for (const [name, { required }] of type.attributes) {
      if (!required || attribute(element, name) !== undefined) continue;
      fail(`cvc-complex-type.4: Attribute '${name}' must appear on element '${element.name}'.`, element.line);
    }
  }

  private value(text: string, type: SimpleType, element: XmlElement, line: number): string {
    const checked = type.check(text);
    if ('failure' in checked) fail(checked.failure, line);
    const { value } = checked;
    if (type.name === 'QName') return localPart(value, element, line);
    if (type.name === 'IDREF') this.references.push(value);
    if (type.name === 'ID') {
      if (this.ids.has(value)) fail(`cvc-id.2: There are multiple occurrences of ID value '${value}'.`, line);
      this.ids.add(value);
    }
    return value;
  }
}

function isForeign({ uri }: XmlAttribute, { foreignAttributes }: ComplexType): boolean {
  return foreignAttributes !== undefined && uri !== '' && uri !== foreignAttributes;
}

function localPart(name: string, element: XmlElement, line: number): string {
  const [local = '', prefix] = name.split(':').reverse();
  if (prefix !== undefined && namespaceOf(prefix, element) === undefined) {
    fail(
      `UndeclaredPrefix: Cannot resolve '${name}' as a QName: the prefix '${prefix}' is not declared.`,
      line,
    );
  }
  return local;
}

function derives(type: ComplexType | SimpleType, from: ComplexType | SimpleType): boolean {
  if (type === from) return true;
  return isComplex(type) && type.base !== undefined && derives(type.base, from);
}

function misplaced(child: XmlElement, expected: readonly string[]): string {
  if (expected.length === 0) {
    return (
      `cvc-complex-type.2.4.d: Invalid content was found starting with element '${child.name}'. ` +
      'No child element is expected at this point.'
    );
  }
  const found = child.uri === '' ? child.local : `{"${child.uri}":${child.local}}`;
  return (
    `cvc-complex-type.2.4.a: Invalid content was found starting with element '${found}'. ` +
    `One of '${list(expected)}' is expected.`
  );
}

function list(expected: readonly string[]): string {
  return `{${expected.join(', ')}}`;
}

function fail(reason: string, line: number): never {
  throw new InvalidError(reason, line);
}
