import { called, nodesOf, type Rule } from '../context';

const gateways = new Set(['exclusiveGateway', 'inclusiveGateway']);

export const rule: Rule = {
  name: 'gateway-question',
  severity: 'WARNING',
  check: (context) =>
    nodesOf(context)
      .filter(({ node }) => gateways.has(node.type) && node.outgoing.length > 1)
      .flatMap(({ file, node }) => [
        ...(node.name === ''
          ? [
              {
                file,
                elementId: node.id,
                text: 'Ce choix ne pose pas de question.',
                why: 'Une personne doit lire sur le logigramme ce qui décide du chemin, par exemple « Demande acceptée ? ».',
              },
            ]
          : []),
        ...node.outgoing
          .filter(({ name }) => name.trim() === '')
          .map(({ id }) => ({
            file,
            elementId: id,
            text: `Une réponse du choix ${called(node)} n’a pas de nom.`,
            why: 'Nommez la flèche, par exemple « Oui ».',
          })),
      ]),
};
