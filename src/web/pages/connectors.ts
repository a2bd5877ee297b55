/** `/connecteurs`: the connectors that are configured, and a test of each, for administrators. */
import { Router, type NextFunction, type Request, type Response } from 'express';
import type { ConnectorKind } from '../../kit/connector-kinds';
import { hasRole, Role } from '../../identity/account';
import { nonBreaking } from '../../text/typography';
import { DomainError } from '../errors';
import { parameter, signedIn } from './kit/http';
import type { PageKit, Reader } from './kit/renderer';

/** How a connector is configured, and what is without it. */
function howTo(t: Reader['t'], name: ConnectorKind): string {
  if (name === 'mailOut') return t('connectors.howMailOut');
  return name === 'mailIn' ? t('connectors.howMailIn') : t('connectors.how', { key: name });
}

export function connectorPages(kit: PageKit): Router {
  const router = Router();
  const { connections } = kit.services;

  router.use('/connecteurs', (req: Request, _res: Response, next: NextFunction) => {
    if (hasRole(signedIn(req), Role.ADMIN)) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('connectors.forbidden'));
  });

  async function send(req: Request, res: Response, tested: object | null = null) {
    const { t } = kit.reader(req);
    await kit.send(req, res, 'connectors', {
      title: t('connectors.title'),
      active: 'references',
      tested,
      connectors: connections.connectors.map(({ name, title, jobTypes }) => ({
        name,
        title,
        jobTypes: jobTypes.join(', '),
      })),
      absent: connections.absent.map(({ name, title, jobTypes }) => ({
        title,
        jobTypes: jobTypes.join(', '),
        how: howTo(t, name),
      })),
    });
  }

  router.get('/connecteurs', async (req, res) => {
    await send(req, res);
  });

  router.post('/connecteurs/:name/tester', async (req, res) => {
    const { t } = kit.reader(req);
    const name = parameter(req, 'name');
    const tested = connections.connectors.find((one) => one.name === name);
    const check = await connections.test(name);
    if (tested === undefined || check === null) throw new DomainError('NOT_FOUND', t('connectors.unknown'));
    await send(req, res, { ...check, findings: check.findings.map(nonBreaking), title: tested.title });
  });

  return router;
}
