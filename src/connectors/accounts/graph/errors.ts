/** What Microsoft Graph refused, in words for people. */
import { z } from 'zod';
import { networkReason } from '../../network';
import { AccountError, passing, refused } from '../error';

const answer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.array(z.object({ code: z.string().optional() })).nullish(),
  }),
});
const loginAnswer = z.object({ error: z.string(), error_description: z.string().default('') });

export interface GraphRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Codes of its details, such as ObjectConflict. */
  readonly details: readonly string[];
}

const short = (text: string): string => text.replace(/\s+/gu, ' ').trim().slice(0, 300);

export function readRefusal(status: number, body: unknown): GraphRefusal {
  const graph = answer.safeParse(body);
  if (graph.success) {
    const { code, message, details } = graph.data.error;
    return {
      status,
      code,
      message: short(message),
      details: (details ?? []).flatMap((one) => one.code ?? []),
    };
  }
  const login = loginAnswer.safeParse(body);
  if (login.success) {
    const { error, error_description: text } = login.data;
    return { status, code: error, message: short(text), details: [] };
  }
  return { status, code: '', message: '', details: [] };
}

const longestPauseMillis = 3_600_000;

/** Seconds, or a date. */
export function readRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const millis = /^\d+$/u.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(millis) ? Math.min(Math.max(millis, 0), longestPauseMillis) : undefined;
}

export class GraphError extends AccountError {
  constructor(
    message: string,
    readonly refusal: GraphRefusal,
    options: { readonly retryable: boolean; readonly retryAfterMillis?: number },
  ) {
    super(message, options);
  }
}

const said = ({ code, message }: GraphRefusal): string =>
  `« ${[code, message].filter((one) => one !== '').join(' : ')} »`;

export function explainRefusal(refusal: GraphRefusal, retryAfterMillis: number | undefined): GraphError {
  const { status } = refusal;
  const permanent = (message: string) => new GraphError(message, refusal, { retryable: false });
  if (status === 429 || status === 503 || status === 504 || status >= 500) {
    const why =
      status === 429 ? 'demande d’aller moins vite' : `est indisponible pour le moment (code ${status})`;
    return new GraphError(`Microsoft 365 ${why}.`, refusal, {
      retryable: true,
      ...(retryAfterMillis !== undefined && { retryAfterMillis }),
    });
  }
  switch (status) {
    case 401:
      return permanent(
        `Microsoft 365 refuse l’identification de ce programme (${said(refusal)}). L’administrateur doit vérifier ` +
          'l’application et son secret, puis relancer l’étape.',
      );
    case 403:
      return permanent(
        `L’application de ce programme n’a pas le droit de faire cette opération dans Microsoft 365 (${said(refusal)}). ` +
          'L’administrateur doit lui accorder User.ReadWrite.All et LicenseAssignment.ReadWrite.All, ' +
          'puis relancer l’étape.',
      );
    case 404:
      return permanent(
        `Microsoft 365 ne trouve pas ce compte ou cette licence (${said(refusal)}). ` +
          'Vérifiez les données du dossier et le fichier des connecteurs, puis relancez l’étape.',
      );
    default:
      return permanent(
        `Microsoft 365 a refusé l’opération (code ${status}, ${said(refusal)}). ` +
          'Corrigez les données du dossier ou transmettez ce message à l’administrateur, puis relancez l’étape.',
      );
  }
}

export const explainLogin = (refusal: GraphRefusal, retryAfterMillis: number | undefined): AccountError =>
  refusal.status === 400 || refusal.status === 401
    ? refused(
        `Microsoft 365 refuse l’application ou son secret (${said(refusal)}). L’administrateur doit corriger ` +
          '« tenant », « clientId » ou la variable du secret, redémarrer le programme, puis relancer l’étape.',
      )
    : explainRefusal(refusal, retryAfterMillis);

export const explainNetwork = (url: string, error: unknown): AccountError => {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return passing(
    `Microsoft 365 (${new URL(url).host}) ne répond pas : ${networkReason(cause)}. ` +
      'Si cela dure, vérifiez l’accès de ce serveur à Internet, puis relancez l’étape.',
    error,
  );
};
