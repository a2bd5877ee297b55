import type { Rule } from '../context';

export const rule: Rule = {
  name: 'lane-group',
  severity: 'INFO',
  check: ({ diagrams, known }) =>
    diagrams.flatMap(({ file, outline }) =>
      outline.processes
        .flatMap(({ lanes }) => lanes)
        .filter(({ group }) => !known.groups.has(group))
        .map(({ id, name, group }) => ({
          file,
          elementId: id,
          text:
            name === ''
              ? 'Ce couloir n’a pas de nom.'
              : `Aucun compte n’est dans le groupe « ${group} » du couloir « ${name} ».`,
          why: 'Les membres du groupe d’un couloir voient les dossiers de la procédure.',
        })),
    ),
};
