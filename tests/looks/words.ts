/** What looks wrong in a text that people read: holes, raw values, English, French typography. */

const NARROW_OR_FULL = '[\\u00a0\\u202f]';

const rules: readonly (readonly [RegExp, string])[] = [
  [/«\s*»/, 'nothing between quotes'],
  [/\b(undefined|null|NaN|true|false)\b/, 'raw value'],
  [/\{\{|\}\}|\[object/, 'raw template'],
  [/\b\d{4}-\d{2}-\d{2}\b/, 'raw date'],
  [/\b\d{16,}\b/, 'raw key'],
  [/(groupe|compte):[a-z]/, 'raw actor'],
  [/[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]/, 'straight apostrophe'],
  [
    new RegExp(`[A-Za-zÀ-ÿ0-9»)]( |(?<!${NARROW_OR_FULL})(?=[?!;»]))[?!;:»](\\s|$)`),
    'breaking or no space before a sign',
  ],
  [/« /, 'breaking space after «'],
  [/\b(the|and|your|error|submit|select|search|file|task|required)\b/i, 'English word'],
  [/ : *$/m, 'nothing after a colon'],
  [/\(s\)/, '(s)'],
  [/\b(?!kVA)[a-z]+[A-Z][A-Za-z]+\b/, 'a name of the program'],
];

/** Each rule once, with the words around. */
export function complaintsAbout(text: string): string[] {
  return rules.flatMap(([rule, what]) => {
    const found = rule.exec(text);
    if (found === null) return [];
    const around = text.slice(Math.max(0, found.index - 30), found.index + 40).replaceAll(/\s+/g, ' ');
    return [`${what}: …${around}…`];
  });
}
