/**
 * The one way in for mails, wherever they come from: stored once, then routed. A mail that could not be routed to its
 * end (the engine is away, the program was killed) is taken up again; every step may be done twice.
 */
import { durations } from '../../config/durations';
import { Service, type Round } from '../../kit/service';
import { largestMail } from './sources/settings';
import { MailError } from '../out/errors';
import type { InboundRow, MailSource } from './inbox';
import { parseHead, parseMail, type Envelope } from './parse';
import type { IntakeParts } from './parts';
import { routeMail } from './route';

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

export function createIntake(parts: IntakeParts): Intake {
  const { inbox, logger } = parts;
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

  /** All of them, also when one cannot be routed yet. */
  async function takeUp({ isStopping }: Round): Promise<undefined> {
    let trouble: unknown;
    for (const id of await inbox.unfinished()) {
      if (isStopping()) return undefined;
      try {
        await finish(id);
      } catch (error) {
        trouble = error;
        await inbox.failed(id, error instanceof Error ? error.message : String(error));
      }
    }
    if (trouble !== undefined) throw trouble;
    return undefined;
  }

  const service = new Service({
    round: takeUp,
    pauses: durations.mail.routing,
    trouble: 'received mails could not all be routed; trying again',
    logger,
  });

  return {
    resume: () => service.runNow(),
    async receive({ source, raw, size, envelope }) {
      const whole = size <= largestMail(parts.settings);
      const content = whole
        ? await parseMail(raw, envelope).catch(() => parseHead(raw, envelope))
        : await parseHead(raw, envelope);
      const { returnPath } = envelope;
      await inbox.store({ source, content, returnPath, size, raw: whole ? raw : null });
      void service.runNow();
    },
    stop: () => service.stop(),
  };
}
