import { parseDmn } from '../../../dmn';
import { outlineOf } from '../../../bpmn';
import { kindOf, FileKind, LARGEST_FILE, type DraftFile } from '../../files';
import type { Found, Rule } from '../context';
import { isCase } from '../../../trial';
import { inFrench } from '../engine-words';

async function reasonOf({ name, content }: DraftFile): Promise<string | null> {
  if (content.length > LARGEST_FILE) return 'le fichier est trop volumineux (3 Mo au plus)';
  try {
    switch (kindOf(name)) {
      case FileKind.DIAGRAM:
        await outlineOf(content);
        return null;
      case FileKind.FORM:
        JSON.parse(content);
        return null;
      case FileKind.DECISION: {
        const read = await parseDmn(content);
        return read.ok ? null : inFrench(read.failure);
      }
      case FileKind.TRIAL:
        return isCase(content)
          ? null
          : 'ce n’est pas un cas d’essai : enregistrez-le de nouveau depuis « Essayer »';
      default:
        return 'ce n’est ni un logigramme, ni un formulaire, ni une décision';
    }
  } catch (error) {
    return inFrench(error instanceof Error ? error.message : String(error));
  }
}

/** A file that cannot be read cannot be deployed. */
export const rule: Rule = {
  name: 'readable',
  severity: 'ERROR',
  async check({ files }) {
    const found = await Promise.all(
      files.map(async (file): Promise<readonly Found[]> => {
        const reason = await reasonOf(file);
        if (reason === null) return [];
        return [
          {
            file: file.name,
            elementId: null,
            text: `« ${file.name} » ne peut pas être lu : ${reason}.`,
            why: 'Reprenez la révision d’avant dans l’historique, ou corrigez le fichier.',
          },
        ];
      }),
    );
    return found.flat();
  },
};
