/**
 * Mails whose letters are in no declared charset, or in another than the declared one: old programs write them in
 * windows-1252, of which latin1 is a part. Text that is no UTF-8 gets that charset; whatever is well declared stays.
 */
import { isUtf8 } from 'node:buffer';
import { fromWindows1252 } from '../../text/windows-1252';

/** Declared charsets that say nothing, or that the bytes may belie. */
const vague = /^(|us-ascii|ascii|utf-?8|unknown(-8bit)?|x-unknown|default|binary|x-user-defined)$/;

const bytesOf = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');
const isText = (latin1: string): boolean => isUtf8(bytesOf(latin1));

const field = (head: readonly string[], name: string): string =>
  head
    .join('\n')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .find((line) => line.toLowerCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim() ?? '';

const parameter = (value: string, name: string): string => {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]*))`, 'i').exec(value);
  return (found?.[1] ?? found?.[2] ?? '').trim();
};

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('latin1');
  if (encoding !== 'quoted-printable') return body;
  return body
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** The field names the charset that the body shows. */
function withCharset(head: readonly string[], type: string): string[] {
  const others: string[] = [];
  let skipping = false;
  for (const line of head) {
    skipping = skipping ? /^[ \t]/.test(line) : /^content-type:/i.test(line);
    if (!skipping) others.push(line);
  }
  const kept = (type === '' ? 'text/plain' : type).replace(/;\s*charset\s*=\s*("[^"]*"|[^\s;]*)/i, '');
  return [`Content-Type: ${kept}; charset=windows-1252\r`, ...others];
}

const readableHead = (head: readonly string[]): string[] =>
  head.map((line) => (isText(line) ? line : Buffer.from(fromWindows1252(line)).toString('latin1')));

function mendedPart(head: readonly string[], body: readonly string[]): string[] {
  const readable = readableHead(head);
  const type = field(readable, 'content-type');
  const charset = parameter(type, 'charset').toLowerCase();
  if (!/^(text\/|$)/i.test(type) || !vague.test(charset)) return readable;
  const encoding = field(readable, 'content-transfer-encoding').toLowerCase();
  return isText(decoded(body.join('\n'), encoding)) ? readable : withCharset(readable, type);
}

/** The same mail; its heads are UTF-8, its texts name their charset. */
export function declareCharsets(raw: Buffer): Buffer {
  const lines = raw.toString('latin1').split('\n');
  const boundaries = new Set<string>();
  const out: string[] = [];
  const isBoundary = (line: string): boolean =>
    line.startsWith('--') && boundaries.has(line.trimEnd().slice(2).replace(/--$/, ''));
  let at = 0;
  while (at < lines.length) {
    let bodyAt = at;
    while (bodyAt < lines.length && (lines[bodyAt] ?? '').trimEnd() !== '') bodyAt += 1;
    const head = lines.slice(at, bodyAt);
    const boundary = parameter(field(head, 'content-type'), 'boundary');
    if (boundary !== '') boundaries.add(boundary);
    let end = bodyAt;
    while (end < lines.length && !isBoundary(lines[end] ?? '')) end += 1;
    const body = lines.slice(bodyAt, end);
    for (const line of mendedPart(head, body.slice(1))) out.push(line);
    for (const line of body) out.push(line);
    const mark = lines[end];
    if (mark !== undefined) out.push(mark);
    at = end + 1;
  }
  return bytesOf(out.join('\n'));
}
