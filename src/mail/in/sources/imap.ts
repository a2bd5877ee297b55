/**
 * A mailbox, read by IMAP: told by the server (IDLE) and looked at from time to time. A mail is marked as read, and
 * moved, once it is kept; what is killed before that is read again and found to be kept.
 */
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import type { Logger } from '../../../kit/logger';
import type { ImapSettings } from './settings';
import type { ReceiveMail, RunningSource } from './source';

export interface ImapSourceOptions {
  readonly settings: ImapSettings;
  readonly password: string;
  readonly maxBytes: number;
  readonly receive: ReceiveMail;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  /** First pause before the connection is made anew; it doubles. */
  readonly shortestPauseMillis?: number;
}

const longestPauseMillis = 5 * 60_000;
const headBytes = 64 * 1024;

export function imapOptions(settings: ImapSettings, password: string): ImapFlowOptions {
  const { host, tls, user } = settings;
  return {
    host,
    port: settings.port ?? (tls === 'tls' ? 993 : 143),
    secure: tls === 'tls',
    ...(tls !== 'tls' && { doSTARTTLS: tls === 'starttls' }),
    auth: { user, pass: password },
    logger: false,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    autoIdleDelay: 1_000,
    maxIdleTime: 4 * 60_000,
  };
}

class Mailbox {
  private readonly client: ImapFlow;
  private wake: () => void = () => undefined;
  private closed = false;
  private news = true;

  constructor(private readonly options: ImapSourceOptions) {
    this.client = new ImapFlow(imapOptions(options.settings, options.password));
    this.client.on('exists', () => this.look());
    this.client.on('close', () => {
      this.closed = true;
      this.wake();
    });
    // The close that follows it ends the session.
    this.client.on('error', (error: unknown) => options.logger.warn({ err: error }, 'the mailbox'));
  }

  look(): void {
    this.news = true;
    this.wake();
  }

  close(): void {
    this.client.close();
  }

  /** Reads until the connection ends. `opened` is called once the mailbox is. */
  async read(opened: () => void): Promise<void> {
    await this.client.connect();
    await this.client.mailboxOpen(this.options.settings.mailbox);
    opened();
    const poll = setInterval(() => this.look(), this.options.settings.pollSeconds * 1000);
    try {
      while (!this.closed) {
        if (this.news) {
          this.news = false;
          await this.takeUnread();
        } else await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      clearInterval(poll);
      this.client.close();
    }
  }

  private async takeUnread(): Promise<void> {
    const uids = (await this.client.search({ seen: false }, { uid: true })) || [];
    for (const uid of uids) {
      if (this.closed) return;
      try {
        await this.take(String(uid));
      } catch (error) {
        if (this.closed) throw error;
        // It stays unread, and is read again when the mailbox is looked at next.
        this.options.logger.warn({ err: error, uid }, 'a mail could not be kept');
      }
    }
  }

  private async take(uid: string): Promise<void> {
    const { maxBytes, receive, settings } = this.options;
    const found = await this.client.fetchOne(uid, { size: true }, { uid: true });
    if (found === false) return;
    const size = found.size ?? 0;
    const source = size > maxBytes ? { start: 0, maxLength: headBytes } : true;
    const fetched = await this.client.fetchOne(uid, { source }, { uid: true });
    if (fetched === false || fetched.source === undefined) return;
    await receive({
      source: 'IMAP',
      raw: fetched.source,
      size: Math.max(size, fetched.source.length),
      envelope: { returnPath: null, recipients: [] },
    });
    await this.client.messageFlagsAdd(uid, ['\\Seen'], { uid: true });
    if (settings.moveTo !== undefined) await this.move(uid, settings.moveTo);
  }

  private async move(uid: string, folder: string): Promise<void> {
    const moved = await this.client.messageMove(uid, folder, { uid: true }).catch(() => false as const);
    if (moved !== false) return;
    await this.client.mailboxCreate(folder);
    await this.client.messageMove(uid, folder, { uid: true });
  }
}

/** Connects by itself, again and again; never rejects. */
export function startImapSource(options: ImapSourceOptions): RunningSource {
  const { logger, shortestPauseMillis = 1_000 } = options;
  const stopping = new AbortController();
  const isStopped = (): boolean => stopping.signal.aborted;
  let mailbox: Mailbox | undefined;
  let failures = 0;

  const pause = (millis: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, millis);
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });

  async function run(): Promise<void> {
    while (!isStopped()) {
      mailbox = new Mailbox(options);
      try {
        await mailbox.read(() => (failures = 0));
      } catch (error) {
        if (!isStopped()) logger.warn({ err: error }, 'the mailbox cannot be read; trying again');
      }
      mailbox.close();
      if (isStopped()) return;
      await pause(Math.min(shortestPauseMillis * 2 ** failures, longestPauseMillis));
      failures = Math.min(failures + 1, 20);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      mailbox?.close();
      await running;
    },
  };
}
