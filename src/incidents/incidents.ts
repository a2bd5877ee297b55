/** What an operator does with an incident. No rights inside: the callers know who may. */
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { DomainError } from '../errors/catalogue';
import type { IncidentView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';

export interface IncidentServices {
  readonly queries: Pick<ReadModel, 'incident'>;
  readonly engine: Pick<ZeebeClient, 'updateJobRetries' | 'resolveIncident'>;
  readonly projection: ProjectionSignal;
}

/** `retries` is given to a job that has none left. Throws `DomainError` NOT_FOUND, INCIDENT_RESOLVED. */
export async function resolveIncident(
  { queries, engine, projection }: IncidentServices,
  incidentKey: string,
  retries = 1,
): Promise<IncidentView> {
  const found = await queries.incident(incidentKey);
  if (!found) throw new DomainError('NOT_FOUND', `Aucun incident ne porte la clé « ${incidentKey} ».`);
  if (found.state === 'RESOLVED') {
    throw new DomainError('INCIDENT_RESOLVED', 'Cet incident est déjà résolu. Il n’y a plus rien à faire.');
  }
  if (found.jobKey !== null && found.errorType === 'JOB_NO_RETRIES') {
    await engine.updateJobRetries(found.jobKey, retries);
  }
  await engine.resolveIncident(incidentKey);
  const read = () => queries.incident(incidentKey);
  await untilProjected(projection, async () => (await read())?.state === 'RESOLVED');
  return (await read()) ?? found;
}
