/** Deployed files by the ids of what they define: the latest version of each, and whether a content was ever there. */
import type { Knex } from 'knex';
import { z } from 'zod';
import type { DeployedResource, ResourceKind } from './views';

interface Source {
  readonly table: string;
  readonly id: string;
  readonly content: string;
}

/** A decision's content is its file's: several decisions may share one. */
const sources: Readonly<Record<ResourceKind, Source>> = {
  process: { table: 'rm_process', id: 'bpmn_process_id', content: 'bpmn_xml' },
  form: { table: 'rm_form', id: 'form_id', content: 'schema::text' },
  decision: { table: 'rm_decision', id: 'decision_id', content: 'NULL' },
};

const row = z.object({
  key: z.string(),
  version: z.number().int(),
  content: z.string().nullable(),
  deployed_at: z.string(),
});

/** Versions of one thing, newest first; deleted ones are left out. */
export async function listResourceVersions(
  knex: Knex,
  kind: ResourceKind,
  id: string,
): Promise<readonly DeployedResource[]> {
  const { table, id: idColumn, content } = sources[kind];
  const query = knex(table)
    .where({ [`${table}.${idColumn}`]: id })
    .whereNull(`${table}.deleted_at`)
    .whereNotNull(`${table}.deployed_at`)
    .orderBy(`${table}.version`, 'desc');
  const found: unknown[] =
    kind === 'decision'
      ? await query
          .leftJoin('rm_decision_file as file', 'file.key', 'rm_decision.file_key')
          .select(
            'rm_decision.key',
            'rm_decision.version',
            'rm_decision.deployed_at',
            'file.dmn_xml as content',
          )
      : await query.select('key', 'version', 'deployed_at', knex.raw(`${content} AS content`));
  return found.map((one) => {
    const { key, version, content: text, deployed_at: at } = row.parse(one);
    return { kind, id, key, version, content: text ?? '', deployedAt: new Date(Number(at)).toISOString() };
  });
}

/** Ids of everything of a kind that is deployed, sorted. */
export async function listNames(knex: Knex, kind: ResourceKind): Promise<readonly string[]> {
  const { table, id } = sources[kind];
  return knex(table).distinct(id).whereNull('deleted_at').whereNotNull('deployed_at').orderBy(id).pluck(id);
}
