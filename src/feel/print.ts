/** Values as Zeebe's FEEL prints them inside warnings: strings in quotes, contexts as `{a:1}`. */
export function printFeel(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(printFeel).join(', ')}]`;
  if (Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value as Record<string, unknown>);
    return `{${entries.map(([key, entry]) => `${key}:${printFeel(entry)}`).join(', ')}}`;
  }
  return String(value as { toString(): string });
}
