/**
 * What the guide does not say is marked: property `logigramme:source` = `reconstruit` (flows, which have no
 * properties: the documentation), a name that ends with *, documentation that says so first, and a legend.
 */
import type { DiagramRule } from './diagram';

export const reconstructionMark = 'Reconstruit, à valider par la DSI.';

export const reconstructionMarked: DiagramRule = {
  name: 'reconstruction marked',
  check({ nodes, flows, notes }) {
    const marked = [...nodes, ...flows].filter(({ documentation }) =>
      documentation.startsWith(reconstructionMark),
    );
    const ids = new Set(marked.map(({ id }) => id));
    const hasLegend = notes.some(({ name }) =>
      name.startsWith('* reconstruit (en ocre), à valider par la DSI'),
    );
    return [
      ...marked
        .filter(({ name }) => name !== '' && !name.endsWith('*'))
        .map(({ id }) => `${id} is reconstructed, but has no * in its name`),
      ...[...nodes, ...flows]
        .filter(({ id, name }) => name.endsWith('*') && !ids.has(id))
        .map(({ id }) => `${id} has a * but no word about its reconstruction`),
      ...nodes
        .filter(({ id, properties }) => (properties['logigramme:source'] === 'reconstruit') !== ids.has(id))
        .map(({ id }) => `${id}: property logigramme:source and documentation differ`),
      ...(marked.length > 0 && !hasLegend ? ['the legend of * is missing'] : []),
    ];
  },
};
