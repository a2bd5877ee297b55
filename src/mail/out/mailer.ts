/** Sends what the outbox holds: the mail of a job within its attempt, the others by the dispatcher. */
import { isAddress } from '../../text/address';
import {
  explainRefusals,
  explainTransportError,
  inHand,
  KEPT,
  longestOutageAttempts,
  MailError,
  outagePauseMillis,
  pauseMillis,
  type Refusal,
} from './errors';
import type { ClaimedMail, Outbox, OutboxEntry } from './outbox';
import type { MailAddresses } from './reply-address';
import type { MailTemplates, TemplateData } from './template';
import type { MailAttachment, MailTransport } from './transport';

export interface MailRequest {
  /** Idempotency key: the job's, or any text of letters, digits, points and dashes. */
  readonly jobKey: string;
  /** Null: a mail about no case. */
  readonly processInstanceKey: string | null;
  /** File name in templates/mail, without `.hbs`. */
  readonly template: string;
  /** One address, no display name. */
  readonly to: string;
  /** Who gets a copy, for all to see. */
  readonly cc?: readonly string[];
  readonly data: TemplateData;
  readonly attachments?: readonly (MailAttachment & { readonly documentId: string })[];
}

export interface JobMailRequest extends MailRequest {
  /** After it comes an incident: the mail shows as failed, and people are told what to do. */
  readonly lastAttempt?: boolean;
  readonly signal?: AbortSignal;
}

export interface SentMail {
  /** False when the mail had left before. */
  readonly sentNow: boolean;
}

export interface Mailer {
  /** For a job, which tries again when it throws a `MailError` that is retryable. */
  sendOnce(request: JobMailRequest): Promise<SentMail>;
  /** For a mail that no job waits for: it leaves soon, and is tried again by itself. Throws `MailError`. */
  queue(request: MailRequest): Promise<void>;
}

export interface MailerOptions {
  readonly outbox: Outbox;
  readonly templates: MailTemplates;
  readonly transport: MailTransport;
  /** Right side of the Message-IDs. */
  readonly domain: string;
  readonly addresses: Pick<MailAddresses, 'replyAddressOf' | 'bounceAddressOf'>;
  /** Called when the dispatcher has something new to send. */
  readonly onQueued: () => void;
}

export interface Delivery {
  /** Throws `MailError` for one that is gone. */
  readonly attachments: () => Promise<readonly MailAttachment[]>;
  readonly lastAttempt: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** One attempt to send a claimed mail; its end is in the outbox. Throws `MailError` when the mail has yet to leave. */
export type Deliver = (mail: ClaimedMail, delivery: Delivery) => Promise<void>;

export function createDelivery(options: Omit<MailerOptions, 'templates' | 'onQueued'>): Deliver {
  const { outbox, transport, addresses, domain } = options;

  return async function deliver(mail, { attachments, lastAttempt, signal }) {
    const named = [mail.to, ...mail.copies];
    const left = named.filter((address) => !mail.accepted.includes(address));
    const recipients = left.length === 0 ? named : left;
    let refusals: readonly Refusal[];
    try {
      refusals = await transport.send({
        ...mail,
        recipients,
        thread: mail.processInstanceKey === null ? null : threadOf(mail.processInstanceKey, domain),
        replyTo: mail.processInstanceKey === null ? null : addresses.replyAddressOf(mail.processInstanceKey),
        returnPath: addresses.bounceAddressOf(mail.id),
        attachments: await attachments(),
        signal,
      });
    } catch (error) {
      throw await postpone(mail, mail.accepted, explainTransportError(error, mail.to), lastAttempt);
    }
    const refused = new Set(refusals.map(({ address }) => address));
    const accepted = [...mail.accepted, ...recipients.filter((address) => !refused.has(address))];
    if (refusals.length === 0) return outbox.markSent(mail.id, accepted);
    const explained = explainRefusals(refusals, mail.to);
    // People wait for the mail itself; a copy that its server refuses does not hold up the case.
    const onlyCopies = !refused.has(mail.to) && (lastAttempt || !explained.retryable);
    if (onlyCopies) return outbox.markSent(mail.id, accepted, explained.message);
    throw await postpone(mail, accepted, explained, lastAttempt);
  };

  async function postpone(
    mail: ClaimedMail,
    accepted: readonly string[],
    error: MailError,
    lastAttempt: boolean,
  ): Promise<MailError> {
    if (!error.retryable) {
      await outbox.markFailed(mail.id, accepted, error.message);
      return error;
    }
    const held = error.outage && mail.attempts < longestOutageAttempts;
    if (lastAttempt && !held) {
      const last = new MailError(`${error.message} ${KEPT}`, true, { cause: error.cause });
      await outbox.markFailed(mail.id, accepted, last.message);
      return last;
    }
    const pause = held ? outagePauseMillis(mail.attempts) : pauseMillis(mail.attempts);
    await outbox.markLater(mail.id, accepted, error.message, pause);
    return new MailError(error.message, true, {
      cause: error.cause,
      retryAfterMillis: pause,
      outage: held,
    });
  }
}

export function createMailer(options: MailerOptions): Mailer {
  const { outbox, templates } = options;
  const deliver = createDelivery(options);

  function entryOf(request: MailRequest): OutboxEntry {
    if (!/^[A-Za-z0-9.-]{1,100}$/.test(request.jobKey)) {
      throw new Error(`Expected a key of letters, digits, points and dashes, but got ${request.jobKey}`);
    }
    const { to, cc: copies = [] } = request;
    [to, ...copies].forEach(checkAddress);
    checkSize(request.attachments ?? []);
    return {
      ...templates.render(request.template, request.data, request),
      key: request.jobKey,
      processInstanceKey: request.processInstanceKey,
      template: request.template,
      to,
      copies: [...new Set(copies)].filter((address) => address !== to),
      attachments: (request.attachments ?? []).map(({ documentId }) => documentId),
    };
  }

  return {
    async sendOnce({ lastAttempt = false, signal, ...request }) {
      // Before rendering: the case may have lost since what its mail was made of.
      if (await outbox.hasLeft(request.jobKey)) return { sentNow: false };
      const claimed = await outbox.claimForJob(entryOf(request));
      if (claimed === 'left') return { sentNow: false };
      if (claimed === 'in-hand') throw inHand();
      await deliver(claimed, {
        attachments: async () => request.attachments ?? [],
        lastAttempt,
        signal,
      });
      return { sentNow: true };
    },
    async queue(request) {
      await outbox.enqueue(entryOf(request));
      options.onQueued();
    },
  };
}

/** Names no mail: a reference that the mails of one case share. */
function threadOf(processInstanceKey: string, domain: string): string {
  return `<dossier-${processInstanceKey}@${domain}>`;
}

/** Most servers take 20 MB or more, of which attachments make a third more than their size. */
const largestAttachments = 15 * 1024 * 1024;

function checkSize(attachments: readonly MailAttachment[]): void {
  const size = attachments.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size <= largestAttachments) return;
  const sizeOf = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} Mo`;
  throw new MailError(
    `Les pièces jointes font ${sizeOf(size)} ensemble, mais un courriel en prend au plus ${sizeOf(largestAttachments)}.`,
    false,
  );
}

function checkAddress(address: string): void {
  if (isAddress(address) && address === address.trim()) return;
  const shown = JSON.stringify(address).slice(0, 100);
  throw new MailError(`Une adresse de courriel est attendue, mais la valeur reçue est ${shown}.`, false);
}
