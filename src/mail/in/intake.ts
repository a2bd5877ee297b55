/**
 * The one way in for mails, wherever they come from: stored once, then routed. A mail that could not be routed to its
 * end (the engine is away, the program was killed) is taken up again; every step may be done twice.
 */
import { largestMail } from './sources/settings';
import { MailError } from '../out/errors';
import type { InboundRow, MailSource } from './inbox';
import { parseHead, parseMail, type Envelope } from './parse';
import type { IntakeParts } from './parts';
import { routeMail } from './route';
import { NotYetError } from './start';

export interface RawMail {
  readonly source: MailSource;
  /** The whole mail, or its head when it is too large. */
  readonly raw: Buffer;
  readonly size: number;
  readonly envelope: Envelope;
}

export interface Intake {
  /** Resolves once the mail is kept; what becomes of it goes on by itself. Rejects when it could not be kept. */
  receive(mail: RawMail): Promise<void>;
  /** Takes up what an earlier run left. Resolves when the round is over. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const shortestPauseMillis = 1_000;
const longestPauseMillis = 60_000;

export function createIntake(parts: IntakeParts): Intake {
  const { inbox, logger } = parts;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let again = false;
  let current: Promise<void> | undefined;

  async function answer(row: InboundRow): Promise<void> {
    const { id, answer_template: template, answer_data: data, sender: to } = row;
    if (template === null) return;
    try {
      await parts.mailer.queue({
        jobKey: `courriel-recu-${id}`,
        processInstanceKey: row.process_instance_key,
        template,
        to,
        data: data ?? {},
      });
    } catch (error) {
      if (!(error instanceof MailError) || error.retryable) throw error;
      await inbox.unanswerable(id, error.message);
      return;
    }
    await inbox.answered(id);
  }

  async function finish(id: string): Promise<void> {
    const row = await inbox.read(id);
    if (row === null) return;
    if (row.state === 'RECEIVED') {
      await inbox.decide(id, await routeMail(parts, row));
      const decided = await inbox.read(id);
      if (decided !== null) await answer(decided);
    } else await answer(row);
  }

  /** True when nothing has to be tried again. */
  async function round(): Promise<boolean> {
    let well = true;
    for (const id of await inbox.unfinished()) {
      if (stopped) return true;
      try {
        await finish(id);
      } catch (error) {
        well = false;
        const said = error instanceof Error ? error.message : String(error);
        if (!(error instanceof NotYetError))
          logger.warn({ err: error, mail: id }, 'a mail could not be routed');
        await inbox.failed(id, said);
      }
    }
    return well;
  }

  function retryLater(): void {
    if (stopped) return;
    const pause = Math.min(shortestPauseMillis * 2 ** failures, longestPauseMillis);
    failures += 1;
    timer = setTimeout(() => void resume(), pause);
    timer.unref();
  }

  async function rounds(): Promise<void> {
    clearTimeout(timer);
    while (again && !stopped) {
      again = false;
      try {
        if (await round()) failures = 0;
        else retryLater();
      } catch (error) {
        logger.warn({ err: error }, 'received mails could not be read; trying again');
        retryLater();
      }
    }
  }

  async function resume(): Promise<void> {
    if (stopped) return;
    again = true;
    current ??= rounds().finally(() => (current = undefined));
    await current;
  }

  return {
    resume,
    async receive({ source, raw, size, envelope }) {
      const whole = size <= largestMail(parts.settings);
      const content = whole
        ? await parseMail(raw, envelope).catch(() => parseHead(raw, envelope))
        : await parseHead(raw, envelope);
      const { returnPath } = envelope;
      await inbox.store({ source, content, returnPath, size, raw: whole ? raw : null });
      void resume();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
