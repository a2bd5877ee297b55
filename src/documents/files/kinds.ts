/** What a file is, by its first bytes; its name only tells apart kinds of plain text. */
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type/core';
import { DomainError } from '../../errors/catalogue';
import { fileNameOf } from '../template';
import { checkArchive } from './zip-bomb';

export interface FileKind {
  readonly mediaType: string;
  /** Of the same thing, without a dot; the first is what a wrong name gets. */
  readonly endings: readonly string[];
}

const OOXML = 'application/vnd.openxmlformats-officedocument.';
const ODF = 'application/vnd.oasis.opendocument.';

/** Nothing here can run in a browser on our pages. */
const kinds: readonly FileKind[] = [
  { mediaType: 'application/pdf', endings: ['pdf'] },
  { mediaType: 'image/jpeg', endings: ['jpg', 'jpeg'] },
  { mediaType: 'image/png', endings: ['png'] },
  { mediaType: 'image/webp', endings: ['webp'] },
  { mediaType: 'image/gif', endings: ['gif'] },
  { mediaType: 'image/tiff', endings: ['tif', 'tiff'] },
  { mediaType: 'image/heic', endings: ['heic'] },
  { mediaType: `${OOXML}wordprocessingml.document`, endings: ['docx'] },
  { mediaType: `${OOXML}spreadsheetml.sheet`, endings: ['xlsx'] },
  { mediaType: `${OOXML}presentationml.presentation`, endings: ['pptx'] },
  { mediaType: `${ODF}text`, endings: ['odt'] },
  { mediaType: `${ODF}spreadsheet`, endings: ['ods'] },
  { mediaType: `${ODF}presentation`, endings: ['odp'] },
  // Old Office files and mails of Outlook share their first bytes.
  { mediaType: 'application/x-cfb', endings: ['doc', 'xls', 'ppt', 'msg'] },
  { mediaType: 'text/plain', endings: ['txt'] },
  { mediaType: 'text/csv', endings: ['csv'] },
];

/** Shown where a file is chosen. */
export const acceptedEndings: readonly string[] = kinds.flatMap(({ endings }) =>
  endings.map((ending) => `.${ending}`),
);

const endingOf = (name: string): string => path.extname(name).slice(1).toLowerCase();
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/u;

function isText(content: Buffer): boolean {
  try {
    return !control.test(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return false;
  }
}

async function kindOf(name: string, content: Buffer): Promise<FileKind | undefined> {
  const found = await fileTypeFromBuffer(content);
  if (found !== undefined) return kinds.find(({ mediaType }) => mediaType === found.mime);
  const plain = kinds.find(
    ({ mediaType, endings }) => mediaType.startsWith('text/') && endings.includes(endingOf(name)),
  );
  return plain !== undefined && isText(content) ? plain : undefined;
}

const wrongFile = (message: string): DomainError =>
  new DomainError('FORM_INVALID', message, { errors: [{ field: 'fichier', label: 'Fichier', message }] });

/**
 * The media type that is kept and a name that is safe to keep: no folders, the ending of what it is.
 * Throws `DomainError` FORM_INVALID in French.
 */
export async function recognised(
  name: string,
  content: Buffer,
): Promise<{ readonly name: string; readonly mediaType: string }> {
  const plainName = fileNameOf(path.posix.basename(name.replaceAll('\\', '/')));
  if (content.length === 0) throw wrongFile(`« ${plainName} » est vide. Choisissez un autre fichier.`);
  const kind = await kindOf(plainName, content);
  if (kind === undefined) {
    throw wrongFile(
      `« ${plainName} » n’est pas un fichier que l’on peut joindre : d’après son contenu, il n’est ni un PDF, ni une image, ni un document bureautique, ni un texte (${acceptedEndings.join(', ')}). Enregistrez-le dans un de ces formats.`,
    );
  }
  const isZip = content.subarray(0, 2).toString('latin1') === 'PK';
  if (isZip && !checkArchive(content)) {
    throw wrongFile(
      `« ${plainName} » se déploie en un contenu démesuré ou abîmé. Enregistrez-le de nouveau depuis votre logiciel bureautique.`,
    );
  }
  const [usual = ''] = kind.endings;
  const named = kind.endings.includes(endingOf(plainName)) ? plainName : `${plainName}.${usual}`;
  return { name: fileNameOf(named), mediaType: kind.mediaType };
}
