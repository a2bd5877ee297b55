/** Mails that a program wrote: they are never answered (RFC 3834), or two programs would write to each other for ever. */
import type { ParsedMail } from 'mailparser';
import { headerText } from './headers';

const programs = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|ne-?pas-?repondre|bounces?)([+@-]|$)/;
/** Exchange, of before it said Auto-Submitted. */
const awaySubject =
  /^(automatic reply|auto(matic)?[- ]?reply|out of office|réponse automatique|absence du bureau)\b/iu;

const header = (mail: ParsedMail, name: string): string => headerText(mail, name).trim().toLowerCase();

/** French; null when a person wrote it. `returnPath`: the envelope's sender, null when unknown. */
export function automaticReason(mail: ParsedMail, returnPath: string | null): string | null {
  const submitted = header(mail, 'auto-submitted').split(';')[0]?.trim() ?? '';
  if (submitted !== '' && submitted !== 'no')
    return `réponse ou envoi automatique (Auto-Submitted : ${submitted})`;
  if (header(mail, 'precedence') === 'auto_reply') return 'réponse automatique (Precedence : auto_reply)';
  const vacation = ['x-autoreply', 'x-autorespond'].find((name) => header(mail, name) !== '');
  if (vacation !== undefined) return `réponse automatique (${vacation})`;
  if (header(mail, 'x-auto-response-suppress') !== '' && awaySubject.test(mail.subject ?? ''))
    return 'réponse automatique (X-Auto-Response-Suppress)';
  const path = returnPath ?? (mail.headers.has('return-path') ? header(mail, 'return-path') : null);
  if (path !== null && path.replace(/[<>\s]/g, '') === '') return 'adresse de retour vide';
  const sender = mail.from?.value[0]?.address?.toLowerCase() ?? '';
  if (programs.test(sender)) return `envoi d’un programme (${sender.slice(0, 100)})`;
  return null;
}

/** French: how a mail of a person or of a program was passed on; it says nothing of who wrote it. */
export function passedOnReason(mail: ParsedMail): string | null {
  const precedence = header(mail, 'precedence');
  if (/^(bulk|junk|list)$/.test(precedence)) return `envoi en nombre (Precedence : ${precedence})`;
  if (mail.headers.has('list') || header(mail, 'list-id') !== '') return 'liste de diffusion (List-Id)';
  if (header(mail, 'x-auto-response-suppress') !== '')
    return 'l’expéditeur ne veut pas de réponse (X-Auto-Response-Suppress)';
  return header(mail, 'x-loop') === '' ? null : 'courriel réexpédié (X-Loop)';
}
