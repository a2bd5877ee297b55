/** JSON lists as text: an item of a long list is replaced without parsing the others. */

/** Undefined when the text is no list; its size when it has no item at the place. @param index from 0 */
export function replaceItem(list: string, index: number, item: string): string | number | undefined {
  if (!list.startsWith('[')) return undefined;
  if (list === '[]') return 0;
  let at = 1;
  for (let passed = 0; passed < index; passed += 1) {
    at = endOfItem(list, at);
    if (list[at] !== ',') return passed + 1;
    at += 1;
  }
  return list.slice(0, at) + item + list.slice(endOfItem(list, at));
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPENING: readonly number[] = [91, 123];
const CLOSING: readonly number[] = [93, 125];

/** Where the item that begins here is followed by a comma, or the list ends. The text has no blanks between items. */
function endOfItem(text: string, begin: number): number {
  let depth = 0;
  for (let at = begin; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (OPENING.includes(code)) depth += 1;
    else if (depth === 0 && (code === COMMA || CLOSING.includes(code))) return at;
    else if (CLOSING.includes(code)) depth -= 1;
  }
  return text.length;
}

/** The closing quote of the string that begins here. */
function endOfString(text: string, begin: number): number {
  let end = text.indexOf('"', begin + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
