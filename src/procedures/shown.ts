/** Waits until people can see what was deployed: its records come back from the engine, at once or a little later. */
import type { Logger } from '../kit/logger';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import type { Deployment } from '../zeebe/api';

export interface ShownParts {
  readonly queries: Pick<ReadModel, 'process'>;
  readonly projection: ProjectionSignal;
}

export interface ShownOptions extends ShownParts {
  readonly deployments: readonly Deployment[];
  readonly logger: Pick<Logger, 'warn'>;
  readonly signal: AbortSignal;
  readonly limitMillis?: number;
}

const START_LIMIT_MILLIS = 30_000;

/** Ids of deployed processes whose version (or a later one) the read model does not show yet. */
async function missingOf(
  { queries }: Pick<ShownParts, 'queries'>,
  deployments: readonly Deployment[],
): Promise<readonly string[]> {
  const expected = deployments.flatMap(({ processes }) => processes);
  const shown = await Promise.all(
    expected.map(async ({ bpmnProcessId, version }) => {
      const process = await queries.process(bpmnProcessId);
      return process !== null && process.version >= version;
    }),
  );
  return expected.filter((_, index) => shown[index] !== true).map(({ bpmnProcessId }) => bpmnProcessId);
}

/** After a person deployed: shortly, as after any command. */
export async function untilDeployed(parts: ShownParts, deployments: readonly Deployment[]): Promise<void> {
  await untilProjected(parts.projection, async () => (await missingOf(parts, deployments)).length === 0);
}

/** At start. Resolves at the latest after `limitMillis`, having said what to look at. */
export async function untilShown(options: ShownOptions): Promise<void> {
  const { deployments, projection, logger, signal, limitMillis = START_LIMIT_MILLIS } = options;
  let missing: readonly string[] = [];
  const shown = await untilProjected(
    projection,
    async () => {
      missing = await missingOf(options, deployments);
      return missing.length === 0;
    },
    { limitMillis, signal },
  );
  if (shown || signal.aborted) return;
  logger.warn(
    { missing, waitedMillis: limitMillis },
    'procedures are deployed, but no record tells of them yet: check that the exporter of the engine delivers to the ingest port',
  );
}
