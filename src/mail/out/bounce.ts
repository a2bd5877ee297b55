/** Delivery status notifications (RFC 3464): which address of which mail was not reached, and why, in French. */
import { simpleParser, type Attachment, type ParsedMail } from 'mailparser';

export interface UndeliveredRecipient {
  /** As the mail named it, else as the last server did; null when the report names nobody. */
  readonly address: string | null;
  /** French. */
  readonly reason: string;
}

export interface BounceReport {
  /** Of the mail that came back. */
  readonly messageId: string | null;
  /** Empty for a report of delay or of success. */
  readonly undelivered: readonly UndeliveredRecipient[];
}

const largestReport = 1024 * 1024;
const mostRecipients = 50;
const longestSaid = 300;

/** Null when the message is no delivery status notification. */
export async function readBounce(raw: Buffer): Promise<BounceReport | null> {
  const mail = await parse(raw);
  const status = mail?.attachments.find(({ contentType }) => contentType === 'message/delivery-status');
  if (mail === null || status === undefined) return null;
  const [, ...recipients] = groupsOf(status.content.toString('utf8'));
  const failed = recipients
    .slice(0, mostRecipients)
    .filter((fields) => fields.get('action')?.toLowerCase() === 'failed');
  return { messageId: returnedMessageId(mail.attachments), undelivered: failed.map(undeliveredOf) };
}

async function parse(raw: Buffer): Promise<ParsedMail | null> {
  try {
    return await simpleParser(raw.subarray(0, largestReport), {
      keepDeliveryStatus: true,
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
    });
  } catch {
    return null;
  }
}

type Fields = ReadonlyMap<string, string>;

/** Groups of fields, parted by empty lines: of the message, then one a recipient. The first of a name counts. */
function groupsOf(text: string): Fields[] {
  const unfolded = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ');
  return unfolded
    .split(/\n{2,}/)
    .map((group) => group.trim())
    .filter((group) => group !== '')
    .map((group) => {
      const fields = new Map<string, string>();
      for (const line of group.split('\n')) {
        const colon = line.indexOf(':');
        const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
        if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
      }
      return fields;
    });
}

/** `rfc822; awa@dsi.example` → `awa@dsi.example` */
const withoutType = (value: string | undefined): string | undefined =>
  value?.replace(/^[A-Za-z0-9-]+\s*;\s*/, '').trim();

function undeliveredOf(fields: Fields): UndeliveredRecipient {
  const address = withoutType(fields.get('original-recipient')) ?? withoutType(fields.get('final-recipient'));
  const said = withoutType(fields.get('diagnostic-code')) ?? fields.get('status') ?? '';
  return {
    address: address === undefined ? null : address.replace(/^<|>$/g, ''),
    reason: bounceReason(said, fields.get('status')),
  };
}

function returnedMessageId(attachments: readonly Attachment[]): string | null {
  const returned = attachments.find(
    ({ contentType }) => contentType === 'message/rfc822' || contentType === 'text/rfc822-headers',
  );
  const head = returned?.content.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? '';
  return /^Message-ID:\s*(?<id><[^<>\s]{1,250}>)/im.exec(head)?.groups?.['id'] ?? null;
}

/** By the enhanced status codes of RFC 3463, wherever the server put one. */
const reasons: readonly (readonly [code: RegExp, reason: string])[] = [
  [/\b[45]\.1\.\d{1,3}\b|user unknown|unknown user|no such user/i, 'l’adresse n’existe pas ou n’existe plus'],
  [/\b[45]\.2\.2\b/, 'la boîte du destinataire est pleine'],
  [/\b[45]\.2\.1\b/, 'la boîte du destinataire est fermée'],
  [/\b[45]\.(2\.3|3\.4)\b/, 'le courriel est trop volumineux pour le destinataire'],
  [/\b[45]\.4\.\d{1,3}\b/, 'le serveur du destinataire n’a pas pu être joint'],
  [/\b[45]\.7\.\d{1,3}\b/, 'les règles du serveur du destinataire le refusent'],
];

/** One sentence and what the server said. `status`: its own field of the report, if any. */
export function bounceReason(said: string, status = ''): string {
  const clean = said
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, longestSaid);
  const known = reasons.find(([code]) => code.test(status)) ?? reasons.find(([code]) => code.test(clean));
  const why = known?.[1] ?? 'le serveur du destinataire ne l’a pas remis';
  return `Courriel non remis : ${why}.${clean === '' ? '' : ` Réponse du serveur : « ${clean} ».`}`;
}
