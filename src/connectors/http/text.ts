/** The letters of an answer: by its byte order mark, else by the charset that it declares, else UTF-8 or windows-1252. */
import { isUtf8 } from 'node:buffer';
import { fromWindows1252 } from '../../text/windows-1252';

const western = (bytes: Buffer): string => fromWindows1252(bytes.toString('latin1'));

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
