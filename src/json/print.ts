/** Values to JSON text, exact numbers as they are. */
import { ExactNumber, met } from './exact-number';

/** As `JSON.stringify`, which does the work where there is no `ExactNumber`. */
export function printJson(value: unknown, indent = 0): string {
  met.exactNumber = false;
  const text = JSON.stringify(value, null, indent);
  return met.exactNumber ? (print(value, indent === 0 ? null : ' '.repeat(indent), '\n') ?? text) : text;
}

/** Undefined where `JSON.stringify` leaves a value out. */
function print(value: unknown, step: string | null, line: string): string | undefined {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('toJSON' in value && typeof value.toJSON === 'function') return JSON.stringify(value);
  const inner = step === null ? '' : line + step;
  if (Array.isArray(value)) {
    return enclosed(
      '[',
      value.map((item) => print(item, step, inner) ?? 'null'),
      ']',
      inner,
      line,
    );
  }
  const colon = step === null ? ':' : ': ';
  const entries = Object.entries(value).flatMap(([name, entry]) => {
    const text = print(entry, step, inner);
    return text === undefined ? [] : [JSON.stringify(name) + colon + text];
  });
  return enclosed('{', entries, '}', inner, line);
}

function enclosed(
  open: string,
  parts: readonly string[],
  close: string,
  inner: string,
  line: string,
): string {
  if (parts.length === 0) return open + close;
  return open + inner + parts.join(`,${inner}`) + (inner === '' ? '' : line) + close;
}
