import { called, nodesOf, type Rule } from '../context';

const names = (list: string): readonly string[] =>
  list.startsWith('=')
    ? []
    : list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');

/** A group that is known, but that nobody is in: the task would wait unseen. */
export const rule: Rule = {
  name: 'group-member',
  severity: 'WARNING',
  check: (context) =>
    nodesOf(context).flatMap(({ file, node }) =>
      names(node.candidateGroups ?? node.headers['candidateGroups'] ?? '')
        .filter((group) => context.known.groups.get(group) === 0)
        .map((group) => ({
          file,
          elementId: node.id,
          text: `${called(node)} revient au groupe « ${group} », qui n’a aucun membre.`,
          why: 'La tâche attendrait sans que personne ne la voie.',
        })),
    ),
};
