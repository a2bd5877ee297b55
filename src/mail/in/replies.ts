/** A reply to a mail of a case: filed in the case, and published for whatever waits there. */
import { EngineRejectedError } from '../../zeebe/errors';
import { documentIdsOf, fileMail } from './filing';
import { InboundState, type Decision, type InboundRow } from './inbox';
import type { IntakeParts } from './parts';
import type { InboundContent } from './parse';
import { NotYetError } from './start';

/** Its correlation key is the case number, which diagrams know as `numeroDossier`; the case's key where it has none. */
export const REPLY_MESSAGE = 'reponse-courriel';

/** A case that comes to its wait within this time still finds the reply. */
const WAITS_MILLIS = 3_600_000;

export interface ReplyContext {
  readonly row: InboundRow;
  readonly raw: Buffer;
  readonly content: InboundContent;
  /** The case, or what it called. */
  readonly instanceKey: string;
}

async function publish(
  parts: IntakeParts,
  { row, content }: ReplyContext,
  correlationKey: string,
): Promise<void> {
  try {
    await parts.publish({
      name: REPLY_MESSAGE,
      correlationKey,
      messageId: `courriel-${row.id}`,
      timeToLiveMillis: WAITS_MILLIS,
      variables: {
        reponseCourriel: {
          expediteur: row.sender,
          nom: content.from?.name ?? '',
          objet: content.subject,
          texte: content.text,
          recuLe: row.received_at.toISOString(),
          documents: documentIdsOf(row.id, content),
        },
      },
    });
  } catch (error) {
    if (!(error instanceof EngineRejectedError && error.code === 'ALREADY_EXISTS')) throw error;
  }
}

export async function fileReply(parts: IntakeParts, context: ReplyContext): Promise<Decision> {
  const { row, raw, content, instanceKey } = context;
  const found = await parts.caseOf(instanceKey);
  if (found === null) throw new NotYetError('Le dossier de ce courriel n’est pas encore visible.');
  const { processInstanceKey, caseNumber } = found;
  await fileMail(parts.documents, { id: row.id, raw }, content, processInstanceKey);
  await publish(parts, context, caseNumber ?? processInstanceKey);
  return {
    state: InboundState.ACCEPTED,
    reason: `réponse jointe au dossier${caseNumber === null ? '' : ` ${caseNumber}`}`,
    processInstanceKey,
    ...(caseNumber !== null && { caseNumber }),
  };
}
