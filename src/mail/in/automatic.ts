/** Mails that a program wrote: they are never answered (RFC 3834), or two programs would write to each other for ever. */
import type { ParsedMail } from 'mailparser';
import { headerText } from './headers';

const programs = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|ne-?pas-?repondre|bounces?)([+@-]|$)/;

/** French; null when a person wrote it. `returnPath`: the envelope's sender, null when unknown. */
export function automaticReason(mail: ParsedMail, returnPath: string | null): string | null {
  const header = (name: string): string => headerText(mail, name).trim().toLowerCase();
  const submitted = header('auto-submitted').split(';')[0]?.trim() ?? '';
  if (submitted !== '' && submitted !== 'no')
    return `réponse ou envoi automatique (Auto-Submitted : ${submitted})`;
  const precedence = header('precedence');
  if (/^(bulk|junk|list|auto_reply)$/.test(precedence)) return `envoi en nombre (Precedence : ${precedence})`;
  if (mail.headers.has('list') || header('list-id') !== '') return 'liste de diffusion (List-Id)';
  if (header('x-auto-response-suppress') !== '')
    return 'l’expéditeur ne veut pas de réponse (X-Auto-Response-Suppress)';
  const vacation = ['x-autoreply', 'x-autorespond', 'x-loop'].find((name) => header(name) !== '');
  if (vacation !== undefined) return `réponse automatique (${vacation})`;
  const path = returnPath ?? (mail.headers.has('return-path') ? header('return-path') : null);
  if (path !== null && path.replace(/[<>\s]/g, '') === '') return 'adresse de retour vide';
  const sender = mail.from?.value[0]?.address?.toLowerCase() ?? '';
  if (programs.test(sender)) return `envoi d’un programme (${sender.slice(0, 100)})`;
  return null;
}
