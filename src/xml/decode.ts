/** Bytes of files to text, by their byte order mark, their first bytes or the encoding that they declare. */
import iconv from 'iconv-lite';

export type Decoded =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly failure: string };

type Unicode = 'utf-8' | 'utf16-le' | 'utf16-be' | 'utf32-le' | 'utf32-be';

const MARKS: readonly (readonly [readonly number[], Unicode])[] = [
  [[0x00, 0x00, 0xfe, 0xff], 'utf32-be'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf32-le'],
  [[0xfe, 0xff], 'utf16-be'],
  [[0xff, 0xfe], 'utf16-le'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
];
/** How much of a file is looked at for its declaration. */
const PROLOG = 256;
const DECLARED = /^<\?xml\s[^>]*?encoding\s*=\s*(["'])([A-Za-z][\w.:-]*)\1/;

/** An XML file, as Appendix F of XML 1.0 reads it. */
export function decodeXml(bytes: Buffer): Decoded {
  const unicode = markOf(bytes) ?? widthOf(bytes, 0x3c);
  if (unicode !== undefined && unicode !== 'utf-8') return xml(fine(iconv.decode(bytes, unicode)));
  const declared = DECLARED.exec(withoutMark(bytes.subarray(0, PROLOG).toString('latin1')))?.[2] ?? 'UTF-8';
  if (unicode === 'utf-8' || /^utf-?8$/i.test(declared)) return xml(decodeUtf8(bytes));
  if (/^(us-)?ascii$/i.test(declared)) return decodeAscii(bytes);
  if (/^(utf-?(16|32)|ucs-|iso-10646)/i.test(declared)) {
    return failed(`its bytes are not those of the encoding "${declared}" that it declares`, 1);
  }
  if (!iconv.encodingExists(declared) || /^utf-?7/i.test(declared)) {
    return failed(`expected an encoding that is known here, such as UTF-8, but found "${declared}"`, 1);
  }
  return xml(fine(iconv.decode(bytes, declared)));
}

/** A JSON file: UTF-8, UTF-16 or UTF-32, as its first bytes tell. */
export function decodeJson(bytes: Buffer): Decoded {
  const unicode = markOf(bytes) ?? widthOf(bytes, bytes.find((byte) => byte !== 0) ?? 0) ?? 'utf-8';
  return unicode === 'utf-8' ? decodeUtf8(bytes) : fine(iconv.decode(bytes, unicode));
}

function markOf(bytes: Buffer): Unicode | undefined {
  return MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))?.[1];
}

/** By the zeros around the first character, which is ASCII. */
function widthOf(bytes: Buffer, first: number): Unicode | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0 && b === 0 && c === 0 && d === first) return 'utf32-be';
  if (a === first && b === 0 && c === 0 && d === 0) return 'utf32-le';
  if (a === 0 && b === first) return 'utf16-be';
  return a === first && b === 0 ? 'utf16-le' : undefined;
}

function decodeAscii(bytes: Buffer): Decoded {
  const index = bytes.findIndex((byte) => byte > 0x7f);
  if (index === -1) return fine(bytes.toString('latin1'));
  const reason = `Byte "${String(bytes[index])}" is not a member of the (7-bit) ASCII character set.`;
  return failed(reason, lineAt(bytes, index));
}

function decodeUtf8(bytes: Buffer): Decoded {
  try {
    return fine(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    const { index, nth, length } = firstInvalid(bytes);
    return failed(`Invalid byte ${nth} of ${length}-byte UTF-8 sequence.`, lineAt(bytes, index));
  }
}

/** Where UTF-8 ends to be UTF-8: the first byte of the sequence, and which of its bytes is wrong. */
function firstInvalid(bytes: Buffer): { index: number; nth: number; length: number } {
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes[index] ?? 0);
    if (length === 0) return { index, nth: 1, length: 1 };
    for (let nth = 2; nth <= length; nth += 1) {
      const byte = bytes[index + nth - 1] ?? 0;
      if ((byte & 0xc0) !== 0x80 || (nth === 2 && !isSecond(bytes[index] ?? 0, byte)))
        return { index, nth, length };
    }
    index += length;
  }
  return { index, nth: 1, length: 1 };
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Neither overlong nor a surrogate nor beyond the last plane. */
function isSecond(first: number, second: number): boolean {
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second < 0xa0;
  if (first === 0xf0) return second >= 0x90;
  return first !== 0xf4 || second < 0x90;
}

function lineAt(bytes: Buffer, index: number): number {
  return bytes.subarray(0, index).filter((byte) => byte === 0x0a).length + 1;
}

function withoutMark(latin1: string): string {
  return latin1.replace(/^\u00ef\u00bb\u00bf/, '');
}

/** A text says that it is UTF-8, which it is when it is written again. */
export function declaredUtf8(text: string): string {
  return text.replace(DECLARED, (declaration, quote: string, encoding: string) =>
    declaration.replace(`${quote}${encoding}${quote}`, `${quote}UTF-8${quote}`),
  );
}

/** What a file holds, by its name; bytes that are nothing of the kind as UTF-8, for who says what is wrong. */
export function textOfFile(name: string, bytes: Buffer): string {
  const decoded = /\.(form|json)$/.test(name) ? decodeJson(bytes) : decodeXml(bytes);
  return decoded.ok ? decoded.text : bytes.toString('utf8');
}

function xml(decoded: Decoded): Decoded {
  return decoded.ok ? { ok: true, text: declaredUtf8(decoded.text) } : decoded;
}

function fine(text: string): Decoded {
  return { ok: true, text: text.replace(/^\uFEFF/, '') };
}

function failed(reason: string, line: number): Decoded {
  return { ok: false, failure: `Fatal Error: URI=null Line=${line}: ${reason}` };
}
