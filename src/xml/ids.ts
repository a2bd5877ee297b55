/** Names as XML Schema 1.0 knows them: by the characters of XML's fourth edition, of the basic plane only. */
import { NAME_RE } from 'xmlchars/xml/1.0/ed4';

export function isNcName(text: string): boolean {
  return NAME_RE.test(text) && !text.includes(':');
}

export function isQName(text: string): boolean {
  const parts = text.split(':');
  return parts.length <= 2 && parts.every(isNcName);
}
