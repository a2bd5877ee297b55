import type { Knex } from 'knex';

/** Which connector gives the account its password, so that one that expired unseen can be made anew; null: of before. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('one_time_password', (table) => {
    table.text('connector');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('one_time_password', (table) => {
    table.dropColumn('connector');
  });
}
