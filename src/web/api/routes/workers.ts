import { z } from 'zod';
import { defineRoute } from '../route';
import { page } from '../schemas';

const jsonSchema = z.record(z.string(), z.unknown()).meta({ description: 'Un schéma JSON (2020-12)' });

const workerContract = z.object({
  jobType: z.string(),
  description: z.string(),
  input: jsonSchema,
  output: jsonSchema,
  errors: z.array(z.object({ code: z.string(), description: z.string() })),
  timeLimitSeconds: z.number(),
  connector: z.string().nullable(),
  written: z.boolean(),
});

export const workerRoutes = [
  defineRoute({
    method: 'get',
    path: '/worker-contracts',
    operationId: 'listWorkerContracts',
    summary: 'Le contrat de chaque automate : entrées, sorties et erreurs BPMN, pour en écrire un ailleurs',
    tag: 'Automates',
    result: page(workerContract),
    handle: ({ services }) =>
      Promise.resolve({
        items: services.automates.contracts.map(({ errors, ...contract }) => ({
          ...contract,
          errors: [...errors],
        })),
        nextCursor: null,
      }),
  }),
];
