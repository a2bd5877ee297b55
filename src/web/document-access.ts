/** Who may read a document: whoever may see its case; of a file whose form is not sent yet, who sent it. */
import { isStaged } from '../documents/files/case-files';
import type { Account } from '../identity/account';
import { DomainError } from './errors';
import type { DocumentFile, WebServices } from './services';

const unknown = (): DomainError => new DomainError('NOT_FOUND', 'Ce document n’existe pas, ou plus.');

/** Throws `DomainError`: NOT_FOUND, FORBIDDEN. */
export async function readableDocument(
  { documents, cases }: Pick<WebServices, 'documents' | 'cases'>,
  account: Account,
  id: string,
): Promise<DocumentFile> {
  const file = await documents.read(id);
  if (file === null) throw unknown();
  if (!isStaged(file)) await cases.read(account, file.processInstanceKey);
  else if (file.createdBy !== account.name) throw unknown();
  return file;
}

/** Rights first; files go to a case that is still open. */
export async function openCase(
  { cases }: Pick<WebServices, 'cases'>,
  account: Account,
  key: string,
): Promise<void> {
  const { state, caseNumber } = await cases.read(account, key);
  if (state === 'ACTIVE') return;
  throw new DomainError(
    'INSTANCE_ENDED',
    `Le dossier ${caseNumber ?? key} est clos : on n’y ajoute plus de document.`,
  );
}

const shownInline = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/** Browsers show these by themselves, and run nothing of them. */
export const hasPreview = (contentType: string): boolean => shownInline.has(contentType);
