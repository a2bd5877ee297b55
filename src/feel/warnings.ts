/** feelin's warnings in the words of Zeebe's FEEL, so that incident messages of both engines read the same. */
import type { evaluate } from 'feelin';

import { printFeel } from './print';

type Warning = ReturnType<typeof evaluate>['warnings'][number];

/** Each as `[TYPE] text`. */
export function describeWarnings(
  warnings: readonly Warning[],
  source: string,
  variables: Readonly<Record<string, unknown>>,
): string[] {
  const described: string[] = [];
  warnings.forEach((warning, index) => {
    if (isCallTarget(warning, warnings[index + 1])) return;
    described.push(describe(warning, source, variables));
  });
  return described;
}

/** An unknown function is reported twice by feelin: as a variable, then as a call of null. */
function isCallTarget(warning: Warning, next: Warning | undefined): boolean {
  return (
    warning.type === 'NO_VARIABLE_FOUND' &&
    next?.type === 'NO_FUNCTION_FOUND' &&
    next.position.from === warning.position.from
  );
}

function describe(warning: Warning, source: string, variables: Readonly<Record<string, unknown>>): string {
  const text = source.slice(warning.position.from, warning.position.to);
  switch (warning.type) {
    case 'NO_VARIABLE_FOUND':
      return `[NO_VARIABLE_FOUND] No variable found with name '${quoted(warning.message)}'`;
    case 'NO_CONTEXT_ENTRY_FOUND':
      return missingEntry(quoted(warning.message), warning.details.values['target']);
    case 'NO_PROPERTY_FOUND':
      return missingProperty(quoted(warning.message), warning.details.values['target'], variables);
    case 'NO_FUNCTION_FOUND':
      return missingFunction(text);
    case 'INVALID_TYPE':
      return invalidType(warning);
    default:
      return `[${warning.type === 'INVALID_ARGUMENTS' ? 'FUNCTION_INVOCATION_FAILURE' : warning.type}] ${warning.message}`;
  }
}

function quoted(message: string): string {
  return /'([^']*)'/.exec(message)?.[1] ?? '';
}

function missingEntry(key: string, target: unknown): string {
  const keys = target !== null && typeof target === 'object' ? Object.keys(target) : [];
  const available =
    keys.length === 0
      ? 'The context is empty'
      : `Available keys: ${keys.map((name) => `'${name}'`).join(', ')}`;
  return `[NO_CONTEXT_ENTRY_FOUND] No context entry found with key '${key}'. ${available}`;
}

function missingProperty(
  key: string,
  target: unknown,
  _variables: Readonly<Record<string, unknown>>,
): string {
  if (target === null || target === undefined) {
    return `[NO_CONTEXT_ENTRY_FOUND] No context entry found with key '${key}'. The context is null`;
  }
  return `[NO_PROPERTY_FOUND] No property found with name '${key}' of value '${printFeel(target)}'. Available properties: `;
}

function missingFunction(call: string): string {
  const [, name = call, rest = ''] = /^\s*([^(]+?)\s*\((.*)\)\s*$/s.exec(call) ?? [];
  return `[NO_FUNCTION_FOUND] No function found with name '${name}' and ${countArguments(rest)} parameters`;
}

function countArguments(list: string): number {
  if (list.trim() === '') return 0;
  let depth = 0;
  let count = 1;
  for (const character of list.replace(/"(?:[^"\\]|\\.)*"/g, '')) {
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 0) count += 1;
  }
  return count;
}

function invalidType(warning: Warning): string {
  const { left, right } = warning.details.values;
  const verb = /^Can't (\w+)/.exec(warning.message)?.[1];
  const [x, y] = [printFeel(left), printFeel(right)];
  switch (verb) {
    case 'add':
      return `[INVALID_TYPE] Can't add '${y}' to '${x}'`;
    case 'subtract':
      return `[INVALID_TYPE] Can't subtract '${y}' from '${x}'`;
    case 'multiply':
      return `[INVALID_TYPE] Can't multiply '${x}' by '${y}'`;
    case 'divide':
      return `[INVALID_TYPE] Can't divide '${x}' by '${y}'`;
    default:
      return `[INVALID_TYPE] ${warning.message}`;
  }
}
