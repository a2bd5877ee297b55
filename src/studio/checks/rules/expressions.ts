import { checkFeel } from '../../../feel';
import { called, nodesOf, type Rule } from '../context';

export const rule: Rule = {
  name: 'expressions',
  severity: 'ERROR',
  check: (context) =>
    nodesOf(context).flatMap(({ file, node }) =>
      [...new Set(node.expressions)]
        .filter((source) => checkFeel(source) !== null)
        .map((source) => ({
          file,
          elementId: node.id,
          text: `${called(node)} : l’expression « ${source} » ne se lit pas.`,
          why: 'Vérifiez les guillemets, les parenthèses et les noms : la publication serait refusée, ou le dossier arrêté.',
        })),
    ),
};
