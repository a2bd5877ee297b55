/** The simple types that the schemas of BPMN and DMN use. */
import { isNcName, isQName } from './ids';

export interface SimpleType {
  /** As messages name it. */
  readonly name: string;
  /** What a text stands for, spaces collapsed where the type has it so; a failure in Xerces' words. */
  check(text: string): { readonly value: string } | { readonly failure: string };
}

export const BUILT_IN: ReadonlyMap<string, SimpleType> = new Map(
  [
    whole('string', () => true),
    collapsed('anyURI', () => true),
    collapsed('token', () => true),
    collapsed('boolean', (text) => /^(true|false|1|0)$/.test(text)),
    collapsed('int', (text) => isInteger(text) && Number(text) >= -(2 ** 31) && Number(text) < 2 ** 31),
    collapsed('integer', isInteger),
    collapsed('double', (text) => /^([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)$/.test(text)),
    collapsed('ID', isNcName, 'NCName'),
    collapsed('IDREF', isNcName, 'NCName'),
    collapsed('QName', isQName),
    collapsed('NCName', isNcName),
  ].map((type) => [type.name, type]),
);

export function enumeration(name: string, base: SimpleType, values: readonly string[]): SimpleType {
  return {
    name,
    check(text) {
      const checked = base.check(text);
      if ('failure' in checked || values.includes(checked.value)) return checked;
      const all = values.join(', ');
      return {
        failure:
          `cvc-enumeration-valid: Value '${checked.value}' is not facet-valid with respect to enumeration ` +
          `'[${all}]'. It must be a value from the enumeration.`,
      };
    },
  };
}

export function union(name: string, members: readonly SimpleType[]): SimpleType {
  return {
    name,
    check(text) {
      for (const member of members) {
        const checked = member.check(text);
        if ('value' in checked) return checked;
      }
      return { failure: `cvc-datatype-valid.1.2.3: '${text}' is not a valid value of union type '${name}'.` };
    },
  };
}

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

function whole(name: string, holds: (text: string) => boolean): SimpleType {
  return simple(name, (text) => text, holds, name);
}

function collapsed(name: string, holds: (text: string) => boolean, named = name): SimpleType {
  return simple(name, (text) => text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, ''), holds, named);
}

function simple(
  name: string,
  normalise: (text: string) => string,
  holds: (text: string) => boolean,
  named: string,
): SimpleType {
  return {
    name,
    check(text) {
      const value = normalise(text);
      if (holds(value)) return { value };
      return { failure: `cvc-datatype-valid.1.2.1: '${value}' is not a valid value for '${named}'.` };
    },
  };
}
