/** The files that the program brings along, where an owner must decide about them. */
import { z } from 'zod';
import { Role } from '../../../identity/account';
import { projectProcedures, readProcedure } from '../../../procedures/deploy';
import { ShippedDecision } from '../../../procedures/shipped';
import { untilDeployed } from '../../../procedures/shown';
import { defineRoute } from '../route';

const tag = 'Exploitation';
const owners = [Role.ADMIN, Role.OWNER] as const;
const readShipped = (folder: string) => readProcedure(projectProcedures(folder));

const waiting = z.object({
  folder: z.string(),
  since: z.iso.datetime(),
  bpmnProcessIds: z.array(z.string()).readonly(),
  differences: z.array(
    z.object({
      kind: z.enum(['process', 'form', 'decision']),
      id: z.string(),
      deployedVersion: z.int().nullable().meta({ description: 'Version en service ; null : aucune' }),
    }),
  ),
});

export const shippedRoutes = [
  defineRoute({
    method: 'get',
    path: '/shipped-procedures',
    operationId: 'findShippedProcedures',
    summary: 'Les procédures livrées dont les fichiers changés attendent une décision',
    tag,
    roles: owners,
    result: z.object({ items: z.array(waiting), nextCursor: z.null() }),
    async handle({ services }) {
      const items = await services.shipped.waiting(readShipped);
      return {
        items: items.map(({ differences, ...one }) => ({
          ...one,
          differences: differences.map(({ shipped: { kind, id }, deployed }) => ({
            kind,
            id,
            deployedVersion: deployed?.version ?? null,
          })),
        })),
        nextCursor: null,
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/shipped-procedures/{folder}/decide',
    operationId: 'decideShippedProcedure',
    summary: 'Met la version livrée en service (TAKE), ou garde la version publiée (KEEP)',
    tag,
    roles: owners,
    params: z.object({ folder: z.string().regex(/^[a-z0-9-]{1,100}$/) }),
    body: z.strictObject({ decision: z.enum(ShippedDecision) }),
    status: 204,
    result: null,
    errors: ['NOT_FOUND', 'RESOURCE_INVALID', 'ENGINE_UNAVAILABLE'],
    async handle({ params: { folder }, body: { decision }, account, services }) {
      const found = (await services.shipped.waiting(readShipped)).some((one) => one.folder === folder);
      const resources = found ? await readShipped(folder) : [];
      const deployment = await services.shipped.decide(account, folder, decision, resources);
      if (deployment !== null) await untilDeployed(services, [deployment]);
      return undefined;
    },
  }),
];
