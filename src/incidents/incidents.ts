/** What an operator does with an incident. No rights inside: the callers know who may. */
import { toDomainError } from '../app/engine-failure';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { DomainError } from '../errors/catalogue';
import type { IncidentView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';
import { EngineNotFoundError } from '../zeebe/errors';

export interface IncidentServices {
  readonly queries: Pick<ReadModel, 'incident'>;
  readonly engine: Pick<ZeebeClient, 'updateJobRetries' | 'resolveIncident'>;
  readonly projection: ProjectionSignal;
}

/** Of a step's job, and of the job of a listener of its start or end. */
const withoutRetries = (errorType: string): boolean => errorType.endsWith('NO_RETRIES');

const resolved = () =>
  new DomainError('INCIDENT_RESOLVED', 'Cet incident est déjà résolu. Il n’y a plus rien à faire.');

/** Whatever its kind: the engine takes none whose job has no retries left, an error that nothing caught included. */
async function ask(
  engine: IncidentServices['engine'],
  incident: IncidentView,
  retries: number,
): Promise<void> {
  const { jobKey } = incident;
  if (jobKey !== null && withoutRetries(incident.errorType)) await engine.updateJobRetries(jobKey, retries);
  try {
    await engine.resolveIncident(incident.key);
  } catch (error) {
    const mayLackRetries = jobKey !== null && !withoutRetries(incident.errorType);
    if (!(error instanceof EngineNotFoundError) || !mayLackRetries) throw error;
    await engine.updateJobRetries(jobKey, retries);
    await engine.resolveIncident(incident.key);
  }
}

/**
 * Asks the engine, and does not wait until it shows. `retries` is given to a job that has none left.
 * Throws `DomainError` NOT_FOUND, INCIDENT_RESOLVED.
 */
export async function requestResolution(
  { queries, engine }: Pick<IncidentServices, 'queries' | 'engine'>,
  incidentKey: string,
  retries: number,
): Promise<IncidentView> {
  const found = await queries.incident(incidentKey);
  if (!found) throw new DomainError('NOT_FOUND', `Aucun incident ne porte la clé « ${incidentKey} ».`);
  if (found.state === 'RESOLVED') throw resolved();
  try {
    await ask(engine, found, retries);
  } catch (error) {
    throw toDomainError(error, resolved);
  }
  return found;
}

/** `retries` is given to a job that has none left. Throws `DomainError` NOT_FOUND, INCIDENT_RESOLVED. */
export async function resolveIncident(
  services: IncidentServices,
  incidentKey: string,
  retries = 1,
): Promise<IncidentView> {
  const { queries, projection } = services;
  const found = await requestResolution(services, incidentKey, retries);
  const read = () => queries.incident(incidentKey);
  await untilProjected(projection, async () => (await read())?.state === 'RESOLVED');
  return (await read()) ?? found;
}
