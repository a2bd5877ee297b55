import { called, nodesOf, type Rule } from '../context';

export const rule: Rule = {
  name: 'recursion',
  severity: 'WARNING',
  check: (context) =>
    nodesOf(context)
      .filter(({ node, process }) => node.calledProcessId === process.bpmnProcessId)
      .map(({ file, node }) => ({
        file,
        elementId: node.id,
        text: `${called(node)} appelle la procédure dont elle fait partie.`,
        why: 'Sans condition qui l’arrête, chaque dossier en ouvre un autre.',
      })),
};
