import { Severity } from '../../forms/checks';
import { ofFile, type DiagramRule } from './rule';

const advice = 'Ouvrez-le dans un modeleur de Camunda 8 et refaites ses affectations et formulaires.';

export const camunda7: DiagramRule = {
  id: 'camunda-7',
  severity: Severity.REFUSED,
  check({ platform, elements }) {
    if (platform === 'Camunda Platform')
      return Promise.resolve(ofFile(`Ce fichier est fait pour Camunda 7, dont rien n’est lu ici. ${advice}`));
    return Promise.resolve(
      elements
        .filter(({ foreign }) => foreign.length > 0)
        .map(({ id, name, foreign }) => ({
          elementId: id,
          elementName: name === '' ? null : name,
          message: `« ${foreign.join(' », « ')} » est de Camunda 7 et n’est pas lu ici. ${advice}`,
        })),
    );
  },
};
