/** Reports of servers, by RFC 3464 or in words of their own: which address of which mail was not reached, and why, in French. */
import { simpleParser, type Attachment, type ParsedMail } from 'mailparser';
import { bounceReason, messageIdIn, type BounceReport, type UndeliveredRecipient } from './bounce-reason';
import { readPlainBounce } from './plain-bounce';

const largestReport = 1024 * 1024;
const mostRecipients = 50;

/** Null when the message reports neither a failure nor a delay. */
export async function readBounce(raw: Buffer): Promise<BounceReport | null> {
  const mail = await parse(raw);
  if (mail === null) return null;
  const status = mail.attachments.find(({ contentType }) =>
    /^message\/(global-)?delivery-status$/.test(contentType),
  );
  if (status === undefined) return readPlainBounce(mail);
  // Some servers leave out the group of the message, or write that of a recipient into it.
  const failed = groupsOf(status.content.toString('utf8')).filter(isFailure).slice(0, mostRecipients);
  return { messageId: returnedMessageId(mail.attachments), undelivered: failed.map(undeliveredOf) };
}

/** An action may have a comment; without any, a final status tells. */
function isFailure(fields: Fields): boolean {
  const action = fields.get('action')?.toLowerCase();
  if (action !== undefined) return /^failed\b/.test(action.replace(/\([^()]*\)/g, ' ').trim());
  return fields.has('final-recipient') && /^5\./.test(fields.get('status') ?? '');
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
  return messageIdIn(head);
}
