import { z } from 'zod';
import { LONGEST_CALL_SECONDS, METHODS } from '../src/connectors/http/settings';
import { BpmnError, PermanentFailure, type JobContext } from '../src/workers/contract';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

const REFUS_DISTANT = 'REFUS_DISTANT';

const scalar = z.union([z.string().max(2000), z.number(), z.boolean()]);
const what = z.object({
  service: z.string().min(1).max(60),
  methode: z.enum(METHODS).default('GET'),
});

/** A variable of the task, else its header. */
function serviceAndMethod(input: Readonly<Record<string, unknown>>, job: JobContext) {
  const found = what.safeParse({
    service: input['appelService'] ?? job.headers['service'],
    methode: input['appelMethode'] ?? job.headers['methode'],
  });
  if (found.success) return found.data;
  throw new PermanentFailure(
    'L’appel n’est pas décrit : l’en-tête de tâche « service » (ou la variable « appelService ») doit nommer un ' +
      `service du fichier des connecteurs, et « methode » (ou « appelMethode ») être l’une de ${METHODS.join(', ')}.`,
  );
}

export const worker = defineWorker({
  type: 'http-call',
  description:
    'Appelle un service HTTP de la liste autorisée et rend sa réponse ; la clé de l’étape permet au service de reconnaître une répétition.',
  input: z.looseObject({
    /** Name of a host of the connectors file; the task header `service` may give it instead. */
    appelService: z.string().optional(),
    /** Or the task header `methode`. */
    appelMethode: z.string().optional(),
    /** Below the service's base URL: `dossiers/12`, or a list of segments. Or the task header `chemin`. */
    appelChemin: z.union([z.string().max(2000), z.array(z.string().max(500)).max(30)]).optional(),
    appelParametres: z.record(z.string().max(200), z.union([scalar, z.array(scalar).max(100)])).optional(),
    /** JSON. */
    appelCorps: z.unknown().optional(),
  }),
  output: z.strictObject({
    appelStatut: z.int().min(100).max(599).meta({ title: 'Statut HTTP' }),
    appelReponse: z.unknown().meta({ title: 'Réponse du service' }),
  }),
  errors: [{ code: REFUS_DISTANT, description: 'Le service a compris la demande et la refuse.' }],
  timeLimitMillis: (LONGEST_CALL_SECONDS + 10) * 1000,
  connector: 'http',
  connected: ({ connectors }) => connectors.http !== null,
  async handle(input, job, { connectors }) {
    const { service, methode } = serviceAndMethod(input, job);
    const { status, body, refused } = await needed(connectors.http, 'http').call({
      idempotencyKey: job.jobKey,
      host: service,
      method: methode,
      path: input.appelChemin ?? job.headers['chemin'] ?? '',
      query: input.appelParametres ?? {},
      body: input.appelCorps ?? undefined,
      signal: job.signal,
    });
    const outputs = { appelStatut: status, appelReponse: body };
    if (refused)
      throw new BpmnError(
        REFUS_DISTANT,
        `Le service « ${service} » refuse la demande (HTTP ${status}).`,
        outputs,
      );
    return outputs;
  },
});
