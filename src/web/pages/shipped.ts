/** `/procedures/livrees`: where files that the program brings along meet what an owner published, he decides. */
import { Router, type Request } from 'express';
import { z } from 'zod';
import { projectProcedures, readProcedure } from '../../procedures/deploy';
import { ShippedDecision, type WaitingProcedure } from '../../procedures/shipped';
import { untilDeployed } from '../../procedures/shown';
import { hasRole, Role } from '../../identity/account';
import { checked } from '../validate';
import { DomainError } from '../errors';
import { parameter, signedIn } from './kit/http';
import type { PageKit, Reader } from './kit/renderer';

const decisionBody = z.object({ decision: z.enum(ShippedDecision) });

const mayDecide = (req: Request): boolean => hasRole(signedIn(req), Role.ADMIN, Role.OWNER);

/** Those that an owner must decide about; nobody else is told. */
export async function waitingFor(kit: PageKit, req: Request): Promise<readonly WaitingProcedure[]> {
  return mayDecide(req) ? kit.services.shipped.waiting(readShipped) : [];
}

export function waitingView({ t }: Reader, { folder, differences, bpmnProcessIds }: WaitingProcedure) {
  return {
    action: `/procedures/livrees/${encodeURIComponent(folder)}`,
    bpmnProcessIds,
    differences: differences.map(({ shipped: { kind, id }, deployed }) => ({
      kind: t(`deploy.kind.${kind}`),
      id,
      state: deployed === null ? t('shipped.absent') : t('shipped.inService', { n: deployed.version }),
      href: `/procedures/livrees/${encodeURIComponent(folder)}/${kind}/${encodeURIComponent(id)}`,
    })),
  };
}

const readShipped = (folder: string) => readProcedure(projectProcedures(folder));

export function shippedPages(kit: PageKit): Router {
  const router = Router();
  const { services } = kit;

  async function waitingIn(req: Request): Promise<WaitingProcedure> {
    if (!mayDecide(req)) throw new DomainError('FORBIDDEN', kit.reader(req).t('deploy.forbidden'));
    const found = (await waitingFor(kit, req)).find(({ folder }) => folder === parameter(req, 'folder'));
    if (found !== undefined) return found;
    throw new DomainError('NOT_FOUND', 'Aucune version livrée de cette procédure n’attend de décision.');
  }

  router.get('/procedures/livrees/:folder/:kind/:id', async (req, res) => {
    const { differences } = await waitingIn(req);
    const wanted = differences.find(
      ({ shipped }) => shipped.kind === parameter(req, 'kind') && shipped.id === parameter(req, 'id'),
    );
    if (wanted === undefined) throw new DomainError('NOT_FOUND', 'Ce fichier n’est pas en attente.');
    res.type('text/plain').send(wanted.shipped.content);
  });

  router.post('/procedures/livrees/:folder', async (req, res) => {
    const { folder, bpmnProcessIds } = await waitingIn(req);
    const { decision } = checked(decisionBody, req.body, 'formulaire');
    const resources = await readShipped(folder);
    const deployment = await services.shipped.decide(signedIn(req), folder, decision, resources);
    if (deployment !== null) await untilDeployed(services, [deployment]);
    res.redirect(303, `/procedures/${bpmnProcessIds[0] ?? ''}`);
  });

  return router;
}
