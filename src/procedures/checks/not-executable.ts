import { Severity } from '../../forms/checks';
import { ofFile, type DiagramRule } from './rule';

export const notExecutable: DiagramRule = {
  id: 'not-executable',
  severity: Severity.REFUSED,
  check: ({ executableIds }) =>
    Promise.resolve(
      executableIds.length > 0
        ? []
        : ofFile(
            'Aucun processus de ce fichier n’est exécutable : rien ne serait déployé. Cochez « Executable » (isExecutable) dans le modeleur.',
          ),
    ),
};
