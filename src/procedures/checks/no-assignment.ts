import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

export const noAssignment = eachElement('no-assignment', Severity.TOLD, ({ type, isAssigned }) =>
  type === 'userTask' && !isAssigned
    ? 'Cette tâche n’est proposée à personne : seuls les administrateurs la verraient. Donnez-lui un groupe ou une personne.'
    : null,
);
