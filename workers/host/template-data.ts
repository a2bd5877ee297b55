/** What a template sees of a case: its variables, the article's name and today's date. */
import type { JobContext } from '../contract';
import type { WorkerServices } from '../services';

export async function templateData(
  job: JobContext,
  services: Pick<WorkerServices, 'stock' | 'clock'>,
): Promise<Readonly<Record<string, unknown>>> {
  const { article } = job.variables;
  const found = typeof article === 'string' ? await services.stock.article(article) : null;
  return {
    dateDuJour: services.clock().toISOString().slice(0, 10),
    ...(found === null ? {} : { libelleArticle: found.name }),
    ...job.variables,
  };
}
