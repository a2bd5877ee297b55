/** What a template sees of a case: its variables, the names of articles and today's date. */
import type { JobContext } from '../contract';
import type { WorkerServices } from '../services';

type Services = Pick<WorkerServices, 'stock' | 'clock'>;
type Values = Readonly<Record<string, unknown>>;

export async function templateData(job: JobContext, services: Services): Promise<Values> {
  const variables = await Promise.all(
    Object.entries(job.variables).map(async ([name, value]) => [name, await withNames(value, services)]),
  );
  return {
    dateDuJour: services.clock().toISOString().slice(0, 10),
    ...(await nameOf(job.variables['article'], services)),
    ...(Object.fromEntries(variables) as Values),
  };
}

/** Rows of a list that have an `article` get its name too. */
async function withNames(value: unknown, services: Services): Promise<unknown> {
  if (!Array.isArray(value)) return value;
  return Promise.all(
    value.map(async (row: unknown) =>
      typeof row === 'object' && row !== null && 'article' in row
        ? { ...(await nameOf(row.article, services)), ...row }
        : row,
    ),
  );
}

async function nameOf(article: unknown, services: Services): Promise<Values> {
  const found = typeof article === 'string' ? await services.stock.article(article) : null;
  return found === null ? {} : { libelleArticle: found.name };
}
