import { z } from 'zod';

/** A mail that did not leave. `message` is French, for people; `retryable` says whether trying again may help. */
export class MailError extends Error {
  override readonly name = 'MailError';
  constructor(
    message: string,
    readonly retryable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A setting of the mail that cannot be used: the program does not start. French, for who starts it. */
export class MailConfigurationError extends Error {
  override readonly name = 'MailConfigurationError';
  constructor(
    readonly variable: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`Réglage ${variable} : ${why}.`, options);
  }
}

const unreachable = new Set([
  'ECONNECTION',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
]);

/** What nodemailer threw, in words for people. SMTP 4xx and network troubles may pass; 5xx will not. */
export function explainTransportError(error: unknown, to: string): MailError {
  const { code, responseCode, response, message } = detailsOf(error);
  const said = (response ?? message).replace(/\s+/g, ' ').slice(0, 300);
  if (responseCode !== undefined && responseCode >= 500) {
    const what =
      code === 'EAUTH'
        ? 'Le serveur de messagerie refuse l’identifiant ou le mot de passe configurés (SMTP_URL)'
        : `Le serveur de messagerie refuse le courriel adressé à ${to}`;
    return new MailError(`${what}. Sa réponse : « ${said} ».`, false, { cause: error });
  }
  if (code !== undefined && unreachable.has(code)) {
    const text = `Le serveur de messagerie ne répond pas (${said}). Vérifiez qu’il fonctionne, puis relancez.`;
    return new MailError(text, true, { cause: error });
  }
  return new MailError(`Le courriel adressé à ${to} n’a pas pu partir : « ${said} ».`, true, {
    cause: error,
  });
}

const details = z.object({
  message: z.string(),
  code: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
});

function detailsOf(error: unknown): z.output<typeof details> {
  const read = details.safeParse(error);
  return read.success ? read.data : { message: String(error) };
}
