/** Having many cases go on at once, when what stopped them has been put right. No rights inside. */
import { untilProjected } from '../app/projection-wait';
import type { ReadModel } from '../app/ports';
import { DomainError } from '../errors/catalogue';
import { requestResolution, type IncidentServices } from './incidents';

export interface ResolvedMany {
  readonly resolved: readonly string[];
  /** Resolved already, or ended with their case. */
  readonly gone: readonly string[];
  readonly failed: readonly { readonly key: string; readonly message: string }[];
  /** Of the same cause, for another call. */
  readonly left: number;
}

/** At once: enough to keep the engine busy, few enough to leave others their turn. */
const AT_ONCE = 8;
const OF_A_CAUSE = 200;

type Outcome = { readonly key: string } & (
  { readonly kind: 'resolved' | 'gone' } | { readonly kind: 'failed'; readonly message: string }
);

async function outcomeOf(services: IncidentServices, key: string, retries: number): Promise<Outcome> {
  try {
    await requestResolution(services, key, retries);
    return { key, kind: 'resolved' };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'ENGINE_UNAVAILABLE') throw error;
    if (error.code === 'INCIDENT_RESOLVED' || error.code === 'NOT_FOUND') return { key, kind: 'gone' };
    return { key, kind: 'failed', message: error.message };
  }
}

/** Each key once. One that is refused does not keep the others. Throws `DomainError` ENGINE_UNAVAILABLE. */
export async function resolveIncidents(
  services: IncidentServices,
  keys: readonly string[],
  retries = 1,
): Promise<ResolvedMany> {
  const wanted = [...new Set(keys)];
  const outcomes: Outcome[] = [];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const some = wanted.slice(start, start + AT_ONCE);
    outcomes.push(...(await Promise.all(some.map((key) => outcomeOf(services, key, retries)))));
  }
  const resolved = outcomes.filter(({ kind }) => kind === 'resolved').map(({ key }) => key);
  const last = resolved.at(-1);
  // Records come in order: when the last one shows, all do.
  if (last !== undefined)
    await untilProjected(
      services.projection,
      async () => (await services.queries.incident(last))?.state === 'RESOLVED',
    );
  return {
    resolved,
    gone: outcomes.filter(({ kind }) => kind === 'gone').map(({ key }) => key),
    failed: outcomes.flatMap((one) =>
      one.kind === 'failed' ? [{ key: one.key, message: one.message }] : [],
    ),
    left: 0,
  };
}

export interface CauseServices extends IncidentServices {
  readonly queries: Pick<ReadModel, 'incident' | 'incidentCauses' | 'incidentsOfCause'>;
}

/** Those that are open now, oldest first, 200 at most; what comes back of them afterwards is not tried again. */
export async function resolveCause(
  services: CauseServices,
  cause: string,
  retries = 1,
): Promise<ResolvedMany> {
  const causes = await services.queries.incidentCauses();
  const total = causes.find(({ id }) => id === cause)?.count ?? 0;
  const found = await services.queries.incidentsOfCause(cause, OF_A_CAUSE);
  const done = await resolveIncidents(
    services,
    found.map(({ key }) => key),
    retries,
  );
  return { ...done, left: Math.max(0, total - found.length) };
}
