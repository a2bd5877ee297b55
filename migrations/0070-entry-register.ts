import type { Knex } from 'knex';

interface RegisterRow {
  readonly code: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const register = { kind: 'registre-entrees' };

/** Workers write reference data, each job once; the register names a card by its number, also one that nobody keeps. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('reference_job', (table) => {
    table.text('job_key').primary();
    table.text('kind').notNullable();
    table.text('code').notNullable();
  });
  const rows: RegisterRow[] = await knex('reference_item').where(register).select('code', 'values');
  for (const { code, values } of rows) {
    const { badge, ...rest } = values;
    if (badge === undefined) continue;
    await knex('reference_item')
      .where({ ...register, code })
      .update({ values: JSON.stringify({ ...rest, carte: badge }) });
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('reference_job');
}
