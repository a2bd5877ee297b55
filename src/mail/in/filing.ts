/** The mail and its attachments as documents of a case. */
import { documentIdOf, type Documents } from '../../documents/documents';
import { mostAttachments, type InboundContent } from './parse';

const kind = 'courriel-recu';
const author = 'courriel';

const originOf = (mailId: string, part: number): string => `courriel-${mailId}-${part}`;

/** Known before they are filed: of the mail itself, then of its attachments. */
export function documentIdsOf(mailId: string, content: InboundContent): readonly string[] {
  const parts = Math.min(content.attachments.length, mostAttachments) + 1;
  return Array.from({ length: parts }, (_, part) => documentIdOf(originOf(mailId, part)));
}

/** Once, however often it is asked. */
export async function fileMail(
  documents: Pick<Documents, 'addOnce'>,
  mail: { readonly id: string; readonly raw: Buffer },
  content: InboundContent,
  processInstanceKey: string,
): Promise<void> {
  const parts = [
    {
      name: `Courriel reçu - ${content.subject.slice(0, 80) || 'sans objet'}.eml`,
      contentType: 'message/rfc822',
      content: mail.raw,
    },
    ...content.attachments
      .slice(0, mostAttachments)
      .map(({ name, mediaType, bytes }) => ({ name, contentType: mediaType, content: bytes })),
  ];
  for (const [part, document] of parts.entries()) {
    await documents.addOnce(originOf(mail.id, part), {
      ...document,
      processInstanceKey,
      kind,
      createdBy: author,
    });
  }
}
