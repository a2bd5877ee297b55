/** A case's documents, as pages list them: each by its last version, with those before it. */
import { latestOf } from '../../../documents/rows';
import { retentions } from '../../../documents/files/retention';
import type { Account } from '../../../identity/account';
import { hasPreview } from '../../document-access';
import { DomainError } from '../../errors';
import type { SignatureView } from '../../../documents/signature/signatures';
import type { DocumentView, WebServices } from '../../services';
import { fileSize } from './http';
import type { NameOf } from './people';
import type { Reader } from './renderer';

interface VersionLink {
  readonly name: string;
  readonly href: string;
  readonly size: string;
  readonly createdAt: string;
  readonly version: string;
  readonly by: string;
  readonly sha256: string;
}

export interface DocumentLink extends VersionLink {
  readonly id: string;
  readonly isNewer: boolean;
  /** Null: the browser cannot show it. */
  readonly previewHref: string | null;
  readonly retention: string;
  readonly earlier: readonly VersionLink[];
  /** In words: who signed, who refused and why. */
  readonly signatures: readonly string[];
  /** Null: nobody signed it with a certificate. */
  readonly verifyHref: string | null;
}

export interface DocumentReader {
  readonly signatures: readonly SignatureView[];
  readonly reader: Reader;
  readonly nameOf: NameOf;
}

const PROGRAM = 'logigramme';
const hrefOf = (id: string): string => `/documents/${encodeURIComponent(id)}`;

function versionLink({ reader, nameOf }: DocumentReader, file: DocumentView): VersionLink {
  return {
    name: file.name,
    href: hrefOf(file.id),
    size: fileSize(file.size),
    createdAt: file.createdAt,
    version: reader.t('documents.version', { n: file.version }),
    by:
      file.createdBy === PROGRAM
        ? reader.t('documents.byProgram')
        : (nameOf(file.createdBy) ?? file.createdBy),
    sha256: file.sha256,
  };
}

const isRetention = (value: string): value is (typeof retentions)[number] =>
  retentions.some((one) => one === value);

export function documentLinks(to: DocumentReader, files: readonly DocumentView[]): readonly DocumentLink[] {
  return latestOf(files).map((file) => ({
    ...versionLink(to, file),
    id: file.id,
    isNewer: file.version > 1,
    previewHref: hasPreview(file.contentType) ? `${hrefOf(file.id)}/apercu` : null,
    retention: isRetention(file.retention) ? to.reader.t(`documents.retention.${file.retention}`) : '',
    earlier: files
      .filter((one) => one.firstVersion === file.firstVersion && one.id !== file.id)
      .map((one) => versionLink(to, one)),
    ...signaturesOf(to, file),
  }));
}

function signaturesOf({ reader, signatures }: DocumentReader, file: DocumentView) {
  const own = signatures.filter(({ firstVersion }) => firstVersion === file.firstVersion);
  const words = own.map(({ given, certified, displayName: name, at, reason }) => {
    const date = reader.format.dateTime(at);
    if (given) return reader.t(certified ? 'signature.signed' : 'signature.drawn', { name, date });
    return reader.t('signature.refused', { name, date, reason: reason ?? reader.t('common.none') });
  });
  const isCertified = own.some(({ certified }) => certified);
  return { signatures: words, verifyHref: isCertified ? `${hrefOf(file.id)}/signatures` : null };
}

/** Of the whole case that the instance is part of; none for someone who may not see the case. */
export async function documentsOfCase(
  { cases, documents, queries }: WebServices,
  account: Account,
  processInstanceKey: string,
): Promise<readonly DocumentView[]> {
  const key = (await queries.caseOf(processInstanceKey)) ?? processInstanceKey;
  try {
    const called = await cases.called(account, key);
    const keys = [key, ...called.map((one) => one.processInstanceKey)];
    return await documents.ofInstances(keys);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FORBIDDEN') return [];
    throw error;
  }
}

/** What the form that sends files shows; `files`: those of the instance alone may be replaced there. */
export function uploadForm(
  { reader, services }: { readonly reader: Reader; readonly services: WebServices },
  {
    processInstanceKey,
    taskKey,
    files,
  }: {
    readonly processInstanceKey: string;
    readonly taskKey: string | null;
    readonly files: readonly DocumentView[];
  },
) {
  return {
    action: `/dossiers/${processInstanceKey}/documents`,
    taskKey,
    limits: reader.t('documents.limits', { max: services.environment.DOCUMENT_MAX_MB }),
    replaceable: latestOf(files).filter(
      (one) => one.processInstanceKey === processInstanceKey && one.kind !== 'archive',
    ),
    retentions: retentions.map((value) => ({ value, label: reader.t(`documents.retention.${value}`) })),
  };
}
