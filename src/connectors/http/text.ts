/** The letters of an answer: by its byte order mark, else by the charset that it declares, else UTF-8 or windows-1252. */
import { isUtf8 } from 'node:buffer';

/** Node's own decoder takes 0x80 to 0x9F of windows-1252 for control characters in some versions. */
const high = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';
const western = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\u0080-\u009F]/g, (one) => high[one.charCodeAt(0) - 0x80] ?? one);

function marked(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

/** Null when the charset is not known, or the bytes are none of its texts. */
export function textOf(bytes: Buffer, contentType: string): string | null {
  const declared = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
  const charset = marked(bytes) ?? declared;
  if (charset === undefined) return isUtf8(bytes) ? bytes.toString('utf8') : western(bytes);
  try {
    const decoder = new TextDecoder(charset, { fatal: true });
    return decoder.encoding === 'windows-1252' ? western(bytes) : decoder.decode(bytes);
  } catch {
    return null;
  }
}
