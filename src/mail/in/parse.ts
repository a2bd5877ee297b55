/** Raw mail → what the intake needs of it, bounded: nothing in it is trusted, HTML becomes text. */
import { createHash } from 'node:crypto';
import { simpleParser, type AddressObject, type ParsedMail, type SimpleParserOptions } from 'mailparser';
import { extension } from 'mime-types';
import { automaticReason, passedOnReason } from './automatic';
import { declareCharsets } from './charset';
import { headerText } from './headers';
import { textOf } from './text';

export interface MailAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface Address {
  /** Lower case. */
  readonly address: string;
  readonly name: string;
}

export interface InboundContent {
  readonly messageId: string;
  /** Null when the header names nobody or several. */
  readonly from: Address | null;
  /** To, Cc and where it was delivered, lower case. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
  /** Message-IDs that it answers. */
  readonly references: readonly string[];
  /** French: why nobody wrote this mail by hand; null when somebody did. */
  readonly automatic: string | null;
  /** French: sent to many or by way of a list; whoever is unknown is not answered. Null for other mails. */
  readonly passedOn: string | null;
}

/** Where a source got it from. */
export interface Envelope {
  /** '' for the empty return path; null when unknown. */
  readonly returnPath: string | null;
  readonly recipients: readonly string[];
}

export class UnreadableMailError extends Error {
  override readonly name = 'UnreadableMailError';
}

const longestText = 20_000;
const longestHtml = 2_000_000;
const longestLine = 500;
const mostRecipients = 200;
/** What is left stays in the mail itself, which is filed too. */
export const mostAttachments = 50;
const mostParts = 200;
const longestHead = 64 * 1024;

const parsing = {
  skipImageLinks: true,
  skipTextLinks: true,
  skipHtmlToText: true,
  maxHtmlLengthToParse: longestHtml,
  maxChildNodes: mostParts,
} satisfies SimpleParserOptions & { readonly maxChildNodes: number };

/** Without what a database or a page cannot take. */
function clean(text: string): string {
  return text
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '');
}

const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ').trim().slice(0, longestLine);

function shortened(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}\n…`;
}

function addressesOf(header: AddressObject | AddressObject[] | undefined): Address[] {
  return [header ?? []].flat().flatMap(({ value }) =>
    value
      .flatMap((entry) => [entry, ...(entry.group ?? [])])
      .flatMap(({ address, name }) => {
        const plain = (address ?? '').trim().toLowerCase();
        return plain === '' ? [] : [{ address: plain, name: oneLine(name) }];
      }),
  );
}

const messageIds = (text: string): string[] => text.match(/<[^<>\s]{1,250}>/g) ?? [];

/** Of a mail that has none. */
const idOfBytes = (raw: Buffer): string => `<sha256-${createHash('sha256').update(raw).digest('hex')}@recu>`;

/** The last part of a path, so that a name can be no path. */
function attachmentName(name: string | undefined, mediaType: string, index: number): string {
  const last = oneLine((name ?? '').split(/[\\/]/).pop() ?? '').slice(-120);
  if (/[^. ]/.test(last)) return last;
  const known = extension(mediaType);
  return `piece-jointe-${index + 1}${known === false ? '' : `.${known}`}`;
}

function attachmentsOf(mail: ParsedMail): MailAttachment[] {
  return mail.attachments.map((part, index) => ({
    name: attachmentName(part.filename, part.contentType, index),
    mediaType: /^[\w.+-]+\/[\w.+-]+$/.test(part.contentType) ? part.contentType : 'application/octet-stream',
    bytes: part.content,
  }));
}

function deliveredTo(mail: ParsedMail): string[] {
  return ['delivered-to', 'x-original-to'].flatMap(
    (name) =>
      headerText(mail, name)
        .toLowerCase()
        .match(/[^\s<>,;]+@[^\s<>,;]+/g) ?? [],
  );
}

/** What is known of a mail that cannot be read, or of which only the head is there: its head alone. */
export async function parseHead(raw: Buffer, envelope: Envelope): Promise<InboundContent> {
  const end = /\r?\n\r?\n/.exec(raw.subarray(0, longestHead).toString('latin1'))?.index ?? longestHead;
  const head = Buffer.concat([raw.subarray(0, end), Buffer.from('\r\n\r\n')]);
  const known = await parseMail(head, envelope).catch(() => parseMail(Buffer.from('\r\n'), envelope));
  const messageId = known.messageId.endsWith('@recu>') ? idOfBytes(raw) : known.messageId;
  return { ...known, messageId, text: '' };
}

/** Throws `UnreadableMailError`. */
export async function parseMail(raw: Buffer, envelope: Envelope): Promise<InboundContent> {
  let mail: ParsedMail;
  try {
    mail = await simpleParser(declareCharsets(raw), parsing);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UnreadableMailError(said, { cause: error });
  }
  const from = addressesOf(mail.from);
  const recipients = [
    ...envelope.recipients.map((one) => one.toLowerCase()),
    ...[...addressesOf(mail.to), ...addressesOf(mail.cc)].map(({ address }) => address),
    ...deliveredTo(mail),
  ];
  return {
    messageId: messageIds(mail.messageId ?? '')[0] ?? idOfBytes(raw),
    from: from.length === 1 ? (from[0] ?? null) : null,
    recipients: [...new Set(recipients)].slice(0, mostRecipients).map(oneLine),
    subject: oneLine(mail.subject ?? ''),
    text: shortened(clean(textOf(mail)).trim()),
    attachments: attachmentsOf(mail),
    references: messageIds(`${mail.inReplyTo ?? ''} ${[mail.references ?? []].flat().join(' ')}`),
    automatic: automaticReason(mail, envelope.returnPath),
    passedOn: passedOnReason(mail),
  };
}
