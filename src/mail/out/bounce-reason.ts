/** What a report says: shared by every shape of it. */

export interface UndeliveredRecipient {
  /** As the mail named it, else as the last server did; null when the report names nobody. */
  readonly address: string | null;
  /** French. */
  readonly reason: string;
}

export interface BounceReport {
  /** Of the mail that came back. */
  readonly messageId: string | null;
  /** Empty for a report of delay or of success. */
  readonly undelivered: readonly UndeliveredRecipient[];
}

/** The Message-ID in the head of a returned mail. */
export const messageIdIn = (text: string): string | null =>
  /^Message-ID:\s*(?<id><[^<>\s]{1,250}>)/im.exec(text)?.groups?.['id'] ?? null;

const longestSaid = 300;

/** By the enhanced status codes of RFC 3463, wherever the server put one. */
const reasons: readonly (readonly [code: RegExp, reason: string])[] = [
  [/\b[45]\.1\.\d{1,3}\b|user unknown|unknown user|no such user/i, 'l’adresse n’existe pas ou n’existe plus'],
  [/\b[45]\.2\.2\b/, 'la boîte du destinataire est pleine'],
  [/\b[45]\.2\.1\b/, 'la boîte du destinataire est fermée'],
  [/\b[45]\.(2\.3|3\.4)\b/, 'le courriel est trop volumineux pour le destinataire'],
  [/\b[45]\.4\.\d{1,3}\b/, 'le serveur du destinataire n’a pas pu être joint'],
  [/\b[45]\.7\.\d{1,3}\b/, 'les règles du serveur du destinataire le refusent'],
];

/** One sentence and what the server said. `status`: its own field of the report, if any. */
export function bounceReason(said: string, status = ''): string {
  const clean = said
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, longestSaid);
  const known = reasons.find(([code]) => code.test(status)) ?? reasons.find(([code]) => code.test(clean));
  const why = known?.[1] ?? 'le serveur du destinataire ne l’a pas remis';
  return `Courriel non remis : ${why}.${clean === '' ? '' : ` Réponse du serveur : « ${clean} ».`}`;
}
