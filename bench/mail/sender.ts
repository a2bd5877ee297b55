/** The process that sends: `sender.js PLACE`, asked by the benchmark over its channel. */
import pino from 'pino';
import { readEnvironment } from '../../src/config/environment';
import { startMail } from '../../src/mail/out/mail';
import { createOutbox, domainOf } from '../../src/mail/out/outbox';
import { loadMailTemplates } from '../../src/mail/out/template';
import { mailTransport } from '../../src/mail/out/transport';
import { openDatabase } from '../../src/store/open';
import type { FromSender, SenderPlace, SenderRequest } from './messages';

const place = JSON.parse(process.argv[2] ?? '') as SenderPlace;
const environment = readEnvironment({
  SMTP_URL: place.smtpUrl,
  MAIL_FROM: 'Logigramme <logigramme@dsi.example>',
});
const logger = pino({ level: 'error' });
const clock = (): Date => new Date();
const to = 'requerant@douanes.example';
const rendered = loadMailTemplates({ administration: environment.ADMINISTRATION }).render('rejet-demande', {
  numeroDossier: 'B-2026-000012',
  requerant: 'Aïssatou Ouédraogo',
  article: 'ordinateur-portable',
  motifRejet: 'L’équipement demandé est déjà en service.',
});

const opening = openDatabase(place).then(async (database) => {
  await database.migrate();
  return database;
});

/** As many lanes as the pool has connections, each one mail after the other. */
async function inLanes(mails: number, each: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < mails) {
      next += 1;
      await each(next);
    }
  };
  await Promise.all(Array.from({ length: environment.SMTP_CONNECTIONS }, lane));
}

async function direct(mails: number): Promise<void> {
  const { knex } = await opening;
  const transport = await mailTransport({ environment, knex, clock, logger });
  const mail = {
    ...rendered,
    thread: null,
    replyTo: null,
    returnPath: null,
    to,
    copies: [],
    recipients: [to],
  };
  await inLanes(mails, (n) =>
    transport.send({ ...mail, messageId: `<direct-${n}@dsi.example>`, date: clock(), attachments: [] }),
  );
  await transport.close();
}

let filled = 0;

async function fill(mails: number): Promise<void> {
  const { knex } = await opening;
  const first = filled;
  filled += mails;
  const outbox = createOutbox({ knex, clock, domain: domainOf(environment.MAIL_FROM) });
  await inLanes(mails, (n) =>
    outbox.enqueue({
      ...rendered,
      key: String(first + n),
      processInstanceKey: String(first + n),
      template: 'rejet-demande',
      to,
      copies: [],
      attachments: [],
    }),
  );
}

async function send(): Promise<void> {
  const { knex } = await opening;
  const mail = await startMail({ environment, knex, clock, logger, attachment: async () => null });
  await mail.idle();
  const { SENT: sent = 0 } = await mail.outgoing.counts();
  await mail.close();
  if (sent !== filled) throw new Error(`Expected ${filled} sent mails, but ${sent} are`);
}

const actions = { direct, fill, send } as const;

async function answer(request: SenderRequest): Promise<FromSender> {
  const began = performance.now();
  try {
    await actions[request.do](request.mails);
    return { millis: performance.now() - began };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (request: SenderRequest) => {
  void answer(request).then((message) => process.send?.(message));
});
process.on('disconnect', () => {
  void opening.then((database) => database.close()).then(() => process.exit(0));
});
