import type { Knex } from 'knex';

/** An account is deactivated, never deleted: its name says for ever whose cases and tasks were whose. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('account', (table) => {
    table.timestamp('deactivated_at', { useTz: true });
    table.text('deactivated_by');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('account', (table) => {
    table.dropColumns('deactivated_at', 'deactivated_by');
  });
}
