/** A mail to an address that starts a procedure: a case, or a polite answer that says what is missing. */
import { DomainError } from '../../errors/catalogue';
import type { StartAddress } from './sources/settings';
import type { Account } from '../../identity/account';
import { checkCopies } from './copies';
import { documentIdsOf, fileMail } from './filing';
import { InboundState, type Decision, type InboundRow } from './inbox';
import type { IntakeParts } from './parts';
import type { InboundContent } from './parse';

export const startMessageOf = (bpmnProcessId: string): string => `courriel-${bpmnProcessId}`;

/** It stays as it is and is tried again. */
export class NotYetError extends Error {
  override readonly name = 'NotYetError';
}

export interface StartContext {
  readonly row: InboundRow;
  readonly raw: Buffer;
  readonly content: InboundContent;
  readonly start: StartAddress;
  /** It answers a mail of ours: whatever is wrong with it, it is not answered. */
  readonly answersOurs: boolean;
}

const caseVariables = (
  { row, content }: StartContext,
  account: Account,
  copies: Readonly<Record<string, string>>,
) => ({
  courriel: {
    objet: content.subject,
    texte: content.text,
    expediteur: content.from?.address ?? '',
    nom: account.displayName,
    recuLe: row.received_at.toISOString(),
    documents: documentIdsOf(row.id, content),
  },
  copies,
});

/** Whoever holds an account may start a procedure; two accounts of one address are nobody. */
function senderAccount(address: string, accounts: readonly Account[]): Account | null {
  const found = accounts.filter(({ email }) => email?.trim().toLowerCase() === address);
  return found.length === 1 ? (found[0] ?? null) : null;
}

async function refuse(
  parts: IntakeParts,
  { row, content, start, answersOurs }: StartContext,
): Promise<Decision> {
  const reason = `expéditeur inconnu : aucun compte (ou plusieurs) n’a l’adresse ${row.sender}`;
  if (answersOurs) return { state: InboundState.REFUSED, reason };
  if (await parts.inbox.refusedToday(row))
    return { state: InboundState.REFUSED, reason: `${reason} ; déjà averti aujourd’hui` };
  const data = { adresse: start.address, expediteur: row.sender, objet: content.subject || 'sans objet' };
  return { state: InboundState.REFUSED, reason, answer: { template: 'courriel-expediteur-inconnu', data } };
}

function incomplete(context: StartContext, account: Account, missing: readonly string[]): Decision {
  const { content, start } = context;
  const reason = `il manque en copie : ${missing.join(', ')}`;
  if (context.answersOurs) return { state: InboundState.IGNORED, reason };
  const data = {
    requerant: account.displayName,
    adresse: start.address,
    objet: content.subject || 'sans objet',
    manquants: missing.map((one) => `- ${one}`).join('\n'),
  };
  return { state: InboundState.ANSWERED, reason, answer: { template: 'courriel-copies-manquantes', data } };
}

/** The procedure names who may start it, and the sender is none of them. */
function reserved({ content, start, answersOurs }: StartContext, account: Account, reason: string): Decision {
  if (answersOurs) return { state: InboundState.REFUSED, reason };
  const data = {
    requerant: account.displayName,
    adresse: start.address,
    objet: content.subject || 'sans objet',
    motif: reason,
  };
  return { state: InboundState.REFUSED, reason, answer: { template: 'courriel-demarrage-reserve', data } };
}

/** Throws when the case cannot be started, or not be seen, now. */
export async function startByMail(parts: IntakeParts, context: StartContext): Promise<Decision> {
  const { row, raw, content, start } = context;
  const accounts = await parts.accounts();
  const account = senderAccount(row.sender, accounts);
  if (account === null) return refuse(parts, context);
  const { groupAddresses } = parts;
  const copies = await checkCopies(start, account, content.recipients, { accounts, groupAddresses });
  if (copies.missing.length > 0) return incomplete(context, account, copies.missing);
  const started = await parts
    .startByMessage(account, {
      bpmnProcessId: start.process,
      messageName: startMessageOf(start.process),
      origin: `courriel-${row.id}`,
      variables: caseVariables(context, account, copies.present),
    })
    .catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'FORBIDDEN') return error;
      throw error;
    });
  if (started instanceof DomainError) return reserved(context, account, started.message);
  if (started === null) throw new NotYetError('Le dossier démarre ; il n’est pas encore visible.');
  await fileMail(parts.documents, { id: row.id, raw }, content, started.processInstanceKey);
  return {
    state: InboundState.ACCEPTED,
    reason: `dossier ${started.caseNumber} ouvert`,
    processInstanceKey: started.processInstanceKey,
    caseNumber: started.caseNumber,
    answer: {
      template: 'courriel-accuse-reception',
      data: {
        requerant: account.displayName,
        numeroDossier: started.caseNumber,
        objet: content.subject || 'sans objet',
      },
    },
  };
}
