import type { Resource } from '../../zeebe';
import { definedBy } from '../shipped-files';
import type { Surroundings } from './rule';

/** What there is once these files are deployed too. */
export async function withResources(
  around: Surroundings,
  resources: readonly Resource[],
): Promise<Surroundings> {
  const defined = (await Promise.all(resources.map(definedBy))).flat();
  const idsOf = (wanted: string) =>
    new Set(defined.filter(({ kind }) => kind === wanted).map(({ id }) => id));
  const [forms, processes, decisions] = [idsOf('form'), idsOf('process'), idsOf('decision')];
  return {
    ...around,
    hasForm: async (id) => forms.has(id) || around.hasForm(id),
    hasProcess: async (id) => processes.has(id) || around.hasProcess(id),
    hasDecision: async (id) => decisions.has(id) || around.hasDecision(id),
  };
}
