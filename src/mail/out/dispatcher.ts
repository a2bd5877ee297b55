/** Sends the mails that no job waits for: answers, and what people have sent again. Each process may run one. */
import type { Logger } from 'pino';
import { MailError } from './errors';
import type { Deliver } from './mailer';
import type { ClaimedMail, Outbox } from './outbox';
import type { MailAttachment } from './transport';

export interface Dispatcher {
  /** Looks for mails to send: now, and whenever one is due. */
  wake(): void;
  /** Resolves when nothing is due. */
  idle(): Promise<void>;
  /** Takes no more mails, and resolves when those in hand have been answered. */
  stop(): Promise<void>;
}

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
const longestSleepMillis = 60 * 60_000;
const afterTroubleMillis = 30_000;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { outbox, logger } = options;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

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

  async function lane(): Promise<void> {
    while (!stopped) {
      const mail = await outbox.claimDue();
      if (mail === null) return;
      await send(mail);
    }
  }

  async function run(): Promise<void> {
    try {
      while (again && !stopped) {
        again = false;
        await Promise.all(Array.from({ length: options.lanes }, lane));
      }
      sleepUntil(await outbox.nextDue());
    } catch (error) {
      logger.warn({ err: error }, 'the outbox could not be read');
      sleep(afterTroubleMillis);
    } finally {
      running = undefined;
    }
    if (again) wake();
  }

  function sleepUntil(due: Date | null): void {
    if (due !== null) sleep(Math.max(0, due.getTime() - options.clock().getTime()));
  }

  function sleep(millis: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, Math.min(millis, longestSleepMillis)).unref();
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    running ??= run();
  }

  return {
    wake,
    async idle() {
      while (running !== undefined) await running;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
