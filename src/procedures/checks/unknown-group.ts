import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

export const unknownGroup = eachElement('unknown-group', Severity.TOLD, async ({ groups }, around) => {
  const known = await Promise.all(groups.map((group) => around.hasGroup(group)));
  const unknown = groups.filter((_group, index) => known[index] !== true);
  if (unknown.length === 0) return null;
  const named = unknown.map((group) => `« ${group} »`).join(', ');
  return unknown.length === 1
    ? `Le groupe ${named} n’a pas de membre : la tâche n’arriverait chez personne. Ajoutez-y quelqu’un (page « Comptes »), ou corrigez son nom.`
    : `Les groupes ${named} n’ont pas de membre. Ajoutez-y quelqu’un (page « Comptes »), ou corrigez leurs noms.`;
});
