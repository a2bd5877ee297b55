/** Sends the mails that no job waits for: answers, and what people have sent again. Each process may run one. */
import { durations } from '../../config/durations';
import type { Logger } from '../../kit/logger';
import { Service, type Round } from '../../kit/service';
import { MailError } from './errors';
import type { Deliver } from './mailer';
import type { ClaimedMail, Outbox } from './outbox';
import type { MailAttachment } from './transport';

export interface DispatcherOptions {
  readonly outbox: Outbox;
  readonly deliver: Deliver;
  /** Throws `MailError` for a document that is gone. */
  readonly attachmentsOf: (documentIds: readonly string[]) => Promise<readonly MailAttachment[]>;
  /** Mails at once. */
  readonly lanes: number;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
}

/** An hour and a half, with the pauses between them. */
const mostAttempts = 5;

/** Woken whenever a mail is there to be sent. */
export function createDispatcher(options: DispatcherOptions): Service {
  const { outbox, logger } = options;
  async function send(mail: ClaimedMail): Promise<void> {
    try {
      await options.deliver(mail, {
        attachments: () => options.attachmentsOf(mail.attachments),
        lastAttempt: mail.attempts >= mostAttempts,
      });
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      logger.warn({ mailId: mail.id, err: error }, 'a mail did not leave');
    }
  }

  async function lane(isStopping: () => boolean): Promise<void> {
    while (!isStopping()) {
      const mail = await outbox.claimDue();
      if (mail === null) return;
      await send(mail);
    }
  }

  async function sendDue({ isStopping }: Round): Promise<number | undefined> {
    await Promise.all(Array.from({ length: options.lanes }, () => lane(isStopping)));
    const due = await outbox.nextDue();
    if (due === null) return undefined;
    return Math.min(Math.max(0, due.getTime() - options.clock().getTime()), durations.mail.longestSleep);
  }

  return new Service({
    round: sendDue,
    pauses: durations.mail.outboxTrouble,
    trouble: 'the outbox could not be read',
    logger,
  });
}
