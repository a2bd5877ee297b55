/** A case's documents, as pages list them. */
import type { Account } from '../../../identity/account';
import { DomainError } from '../../errors';
import type { DocumentView, WebServices } from '../../services';
import { fileSize } from './http';

export interface DocumentLink {
  readonly name: string;
  readonly href: string;
  readonly size: string;
  readonly createdAt: string;
}

export function documentLink(file: DocumentView): DocumentLink {
  return {
    name: file.name,
    href: `/documents/${encodeURIComponent(file.id)}`,
    size: fileSize(file.size),
    createdAt: file.createdAt,
  };
}

/** Of the whole case that the instance is part of; none for someone who may not see the case. */
export async function documentsOfCase(
  { cases, documents, queries }: WebServices,
  account: Account,
  processInstanceKey: string,
): Promise<readonly DocumentLink[]> {
  const key = (await queries.caseOf(processInstanceKey)) ?? processInstanceKey;
  try {
    const called = await cases.called(account, key);
    const keys = [key, ...called.map((one) => one.processInstanceKey)];
    return (await documents.ofInstances(keys)).map(documentLink);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}
