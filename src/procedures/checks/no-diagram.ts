import { Severity } from '../../forms/checks';
import { ofFile, type DiagramRule } from './rule';

/** Told, not refused: the procedure runs, though nobody sees where. */
export const noDiagram: DiagramRule = {
  id: 'no-diagram',
  severity: Severity.TOLD,
  check: ({ hasDiagram }) =>
    Promise.resolve(
      hasDiagram
        ? []
        : ofFile(
            'Ce fichier n’a pas de dessin : les dossiers ne se verraient sur aucun schéma. Dessinez-le dans un modeleur.',
          ),
    ),
};
