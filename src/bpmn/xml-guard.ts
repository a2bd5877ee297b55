/** Refuses XML that would be costly or dangerous to parse, in one pass over the text. */

/** Characters. */
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_DEPTH = 200;

/** Null when the text may be parsed; it may still be malformed. */
export function findXmlDanger(xml: string): string | null {
  if (xml.length > MAX_LENGTH) {
    return `Expected a file of at most ${MAX_LENGTH} characters, but found ${xml.length}`;
  }
  if (
    !xml
      .replace(/^\uFEFF/, '')
      .trimStart()
      .startsWith('<')
  )
    return 'Expected an XML document, but found other text';
  let depth = 0;
  let position = xml.indexOf('<');
  while (position !== -1) {
    if (/^<!(?:DOCTYPE|ENTITY)/i.test(xml.slice(position, position + 9))) {
      return 'Expected XML without a document type declaration (DOCTYPE), but found one';
    }
    const end = endOfMarkup(xml, position);
    if (end === -1) return null;
    if (isStartTag(xml, position)) depth += xml[end - 1] === '/' ? 0 : 1;
    else if (xml[position + 1] === '/') depth -= 1;
    if (depth > MAX_DEPTH) return `Expected at most ${MAX_DEPTH} nested elements, but found more`;
    position = xml.indexOf('<', end);
  }
  return null;
}

function isStartTag(xml: string, position: number): boolean {
  const next = xml[position + 1];
  return next !== '/' && next !== '!' && next !== '?';
}

/** Position of the `>` that ends what starts at `position`; -1 when it does not end. */
function endOfMarkup(xml: string, position: number): number {
  if (xml.startsWith('<!--', position)) return after(xml, '-->', position + 4);
  if (xml.startsWith('<![CDATA[', position)) return after(xml, ']]>', position + 9);
  if (xml.startsWith('<?', position)) return after(xml, '?>', position + 2);
  let quote = '';
  for (let index = position + 1; index < xml.length; index += 1) {
    const character = xml[index] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return index;
    }
  }
  return -1;
}

function after(xml: string, end: string, from: number): number {
  const found = xml.indexOf(end, from);
  return found === -1 ? -1 : found + end.length - 1;
}
