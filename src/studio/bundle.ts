/** A whole procedure as a zip, in and out. */
import { strToU8, unzipSync, zipSync } from 'fflate';
import { textOfFile } from '../xml';
import { DomainError } from '../errors/catalogue';
import { fileName, LARGEST_FILE, MOST_FILES, type DraftFile } from './files';

/** A zip's own times would make the same files another zip. */
const EPOCH = new Date('1980-01-01T00:00:00');

export function zipOf(files: readonly DraftFile[]): Buffer {
  const entries = files.map(({ name, content }) => [name, [strToU8(content), { mtime: EPOCH }]] as const);
  return Buffer.from(zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0]));
}

const refused = (reason: string): DomainError =>
  new DomainError('RESOURCE_INVALID', `${reason} Rien n’a été importé.`);

/** The diagrams, forms and decisions of a zip; folders in it do not matter. Throws `DomainError` RESOURCE_INVALID. */
export function filesOfZip(zip: Uint8Array): readonly DraftFile[] {
  let total = 0;
  let entries: ReturnType<typeof unzipSync>;
  try {
    entries = unzipSync(zip, {
      filter({ name, originalSize }) {
        const isWanted = fileName.test(baseName(name));
        if (isWanted) total += originalSize;
        if (total > LARGEST_FILE * 4) throw refused('Le contenu de l’archive est trop volumineux.');
        return isWanted;
      },
    });
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw refused('Ce fichier n’est pas une archive zip lisible.');
  }
  const files = Object.entries(entries).map(([name, bytes]) => ({
    name: baseName(name),
    content: textOfFile(name, Buffer.from(bytes)),
  }));
  if (files.length === 0) throw refused('L’archive ne contient aucun fichier .bpmn, .form ou .dmn.');
  if (files.length > MOST_FILES) throw refused(`L’archive contient plus de ${String(MOST_FILES)} fichiers.`);
  const names = new Set(files.map(({ name }) => name));
  if (names.size < files.length) throw refused('Deux fichiers de l’archive portent le même nom.');
  return files;
}

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
