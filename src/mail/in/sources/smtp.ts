/** The SMTP listener: takes mails for the configured domains, from a mail server that hands them over. No relay. */
import { listen } from '../../../kit/listen';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Logger } from '../../../kit/logger';
import type { SmtpSettings } from './settings';
import type { ReceiveMail, RunningSource } from './source';

export interface SmtpListener extends RunningSource {
  readonly port: number;
}

export interface SmtpListenerOptions {
  readonly settings: SmtpSettings;
  readonly maxBytes: number;
  readonly receive: ReceiveMail;
  readonly logger: Pick<Logger, 'warn'>;
}

const mostClients = 50;
const mostRecipients = 100;
const idleMillis = 60_000;

class SmtpRefusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

const tooLarge = (maxBytes: number) => new SmtpRefusal(552, `5.3.4 message larger than ${maxBytes} bytes`);

/** Reads to the end, keeps no more than the limit; null when there was more. */
async function readUpTo(stream: Readable, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    if (size <= maxBytes) chunks.push(chunk as Buffer);
    else chunks.length = 0;
  }
  return size <= maxBytes ? Buffer.concat(chunks) : null;
}

function encryption({ certificate, key }: SmtpSettings): SMTPServerOptions {
  if (certificate === undefined || key === undefined) return { disabledCommands: ['AUTH', 'STARTTLS'] };
  return { cert: readFileSync(certificate), key: readFileSync(key), disabledCommands: ['AUTH'] };
}

function serverOf({ settings, maxBytes, receive, logger }: SmtpListenerOptions): SMTPServer {
  const domains = new Set(settings.domains);
  return new SMTPServer({
    ...encryption(settings),
    authOptional: true,
    disableReverseLookup: true,
    size: maxBytes,
    maxClients: mostClients,
    socketTimeout: idleMillis,
    onRcptTo({ address }, session, callback) {
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
      if (!domains.has(domain)) callback(new SmtpRefusal(550, '5.7.1 relaying denied'));
      else if (session.envelope.rcptTo.length >= mostRecipients)
        callback(new SmtpRefusal(452, '4.5.3 too many recipients'));
      else callback();
    },
    onData(stream, { envelope }, callback) {
      const returnPath = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const recipients = envelope.rcptTo.map(({ address }) => address);
      const take = async () => {
        const raw = await readUpTo(stream, maxBytes);
        if (raw === null) throw tooLarge(maxBytes);
        await receive({ source: 'SMTP', raw, size: raw.length, envelope: { returnPath, recipients } });
      };
      take().then(
        () => callback(),
        (error: unknown) => {
          if (error instanceof SmtpRefusal) return callback(error);
          logger.warn({ err: error }, 'a mail could not be kept');
          return callback(new SmtpRefusal(451, '4.3.0 the mail could not be kept, try again later'));
        },
      );
    },
  });
}

/** Rejects when the address cannot be listened at, or the certificate not be read. */
export async function startSmtpListener(options: SmtpListenerOptions): Promise<SmtpListener> {
  const server = serverOf(options);
  const { address: host, port: wanted } = options.settings;
  const port = await listen(server, { host, port: wanted, setting: 'port of mailIn' }, server.server);
  server.on('error', (error) => options.logger.warn({ err: error }, 'mail in: a client left badly'));
  return {
    port,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
