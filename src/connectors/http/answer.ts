/** What an answer means: data for the procedure, a refusal that it may handle, or a failure. */
import { ExactNumber, parseJson } from '../../json';
import { HttpCallError } from './errors';
import type { Received } from './exchange';
import { textOf } from './text';

export interface HttpAnswer {
  readonly status: number;
  /** JSON, or text; null when there is none. */
  readonly body: unknown;
  /** The host understood and refused (4xx). */
  readonly refused: boolean;
}

/** Statuses by which a host says: later. */
const later = new Set([408, 425, 429]);
const deepest = 64;

/** Milliseconds; undefined when the header is not there or says nothing. */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

function depthOf(value: unknown): number {
  let depth = 0;
  let level: unknown[] = [value];
  while (level.length > 0 && depth <= deepest) {
    depth += 1;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null && !(one instanceof ExactNumber) ? Object.values(one) : [],
    );
  }
  return depth;
}

function contentOf(host: string, { headers, body }: Received): unknown {
  if (body.length === 0) return null;
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const unreadable = (what: string): HttpCallError =>
    new HttpCallError(`La réponse du service « ${host} » n’est pas utilisable : ${what}.`, false);
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    throw unreadable('elle est compressée sans que ce soit demandé');
  const json = type === 'application/json' || type.endsWith('+json');
  if (!json && !type.startsWith('text/'))
    throw unreadable(`« ${type || 'sans type'} » n’est ni du JSON ni du texte`);
  const decoded = textOf(body, headers['content-type'] ?? '');
  if (decoded === null)
    throw unreadable(`ses lettres ne sont pas du jeu de caractères annoncé (« ${headers['content-type']} »)`);
  const text = decoded.replaceAll('\u0000', '\ufffd');
  if (!json) return text;
  try {
    const value = parseJson(text);
    if (depthOf(value) > deepest) throw unreadable(`ses données sont imbriquées plus de ${deepest} fois`);
    return value;
  } catch (error) {
    throw error instanceof HttpCallError ? error : unreadable('elle n’est pas du JSON valide');
  }
}

/** Throws `HttpCallError` for what is no answer. */
export function answerOf(host: string, received: Received, now: Date): HttpAnswer {
  const { status, headers } = received;
  if (status >= 500 || later.has(status)) {
    throw new HttpCallError(
      `Le service « ${host} » ne peut pas répondre pour le moment (HTTP ${status}).`,
      true,
      retryAfter(headers['retry-after'], now),
    );
  }
  if (status === 401 || status === 407) {
    throw new HttpCallError(
      `Le service « ${host} » refuse les identifiants du programme (HTTP ${status}). L’administrateur doit corriger ` +
        'les variables nommées par « secretHeaders » dans le fichier des connecteurs, puis relancer l’étape.',
      false,
    );
  }
  if (status >= 400) return { status, body: readable(host, received), refused: true };
  return { status, body: contentOf(host, received), refused: false };
}

/** What goes with a refusal is only a help. */
function readable(host: string, received: Received): unknown {
  try {
    return contentOf(host, received);
  } catch {
    return null;
  }
}
