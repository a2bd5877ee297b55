/** A document that replaces another: both stay, numbered in the order in which they came. */
import type { Knex } from 'knex';
import { DomainError } from '../../errors/catalogue';
import type { DocumentRow } from '../rows';

const notOfThisCase = (): DomainError =>
  new DomainError('NOT_FOUND', 'Le document à remplacer n’existe pas dans ce dossier. Rechargez la page.');

/** Inserts `row` as the next version of `of`, which must be of the same instance. Two at once get two numbers. */
export async function keepVersion<Row extends DocumentRow>(knex: Knex, of: string, row: Row): Promise<Row> {
  return knex.transaction(async (transaction) => {
    const table = () => transaction<DocumentRow>('document');
    const replaced = await table().where({ id: of }).first('id', 'family', 'process_instance_key');
    if (replaced?.process_instance_key !== row.process_instance_key) throw notOfThisCase();
    const family = replaced.family ?? replaced.id;
    await table().where({ id: family }).forUpdate().first('id');
    await table().where({ id: family }).update({ family });
    const last = await table().where({ family }).max<{ max: number }>('version').first();
    const next = { ...row, family, version: (last?.max ?? 1) + 1 };
    await transaction('document').insert(next);
    return next;
  });
}
