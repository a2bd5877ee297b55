import { checkDeployment, Severity as Deployed } from '../../../procedures/checks';
import { isForEngine } from '../../files';
import type { Rule } from '../context';

/** What guards the deploy page and the API guards a draft as well. */
export const rule: Rule = {
  name: 'deployment',
  severity: 'ERROR',
  async check({ files, known }) {
    const found = await checkDeployment(files.filter(isForEngine), known.deployment);
    return found.map(({ rule: name, severity, resource, elementId, elementName, message }) => ({
      rule: name,
      severity: severity === Deployed.REFUSED ? 'ERROR' : 'WARNING',
      file: resource,
      elementId,
      text: elementName === null ? message : `« ${elementName} » : ${message}`,
      why:
        severity === Deployed.REFUSED
          ? 'La publication serait refusée.'
          : 'La publication se fait, mais quelqu’un peut attendre.',
    }));
  },
};
