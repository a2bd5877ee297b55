import { called, nodesOf, type Rule } from '../context';

export const rule: Rule = {
  name: 'gateway-condition',
  severity: 'ERROR',
  check: (context) =>
    nodesOf(context)
      .filter(({ node }) => node.type === 'exclusiveGateway' && node.outgoing.length > 1)
      .filter(({ node }) => !node.outgoing.some(({ isDefault }) => isDefault))
      .filter(({ node }) => node.outgoing.every(({ condition }) => condition !== null))
      .map(({ file, node }) => ({
        severity: 'WARNING',
        file,
        elementId: node.id,
        text: `Le choix ${called(node)} n’a pas de chemin par défaut.`,
        why: 'Si aucune condition n’est vraie, le dossier s’arrête dans un incident.',
      })),
};
