import type { Knex } from 'knex';

/**
 * Stock: articles with their counters, the ledger of movements whose deltas always sum to the counters, the
 * reservations, the cases that wait, and the messages still to be published for them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('stock_article', (table) => {
    table.text('code').primary();
    table.text('libelle').notNullable();
    table.text('unite').notNullable();
    table.integer('seuil').notNullable().defaultTo(0);
    table.integer('on_hand').notNullable().defaultTo(0);
    table.integer('reserved').notNullable().defaultTo(0);
    table.check('on_hand >= 0', [], 'stock_article_on_hand');
    table.check('reserved between 0 and on_hand', [], 'stock_article_reserved');
  });

  await knex.schema.createTable('stock_reservation', (table) => {
    table.uuid('id').primary();
    table.text('job_key').notNullable().unique();
    table.text('article').notNullable().references('code').inTable('stock_article');
    table.integer('quantity').notNullable();
    table.text('state').notNullable();
    table.text('process_instance_key').notNullable().index();
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.timestamp('ended_at', { useTz: true });
  });

  await knex.schema.createTable('stock_movement', (table) => {
    table.bigIncrements('id');
    table.text('article').notNullable().references('code').inTable('stock_article');
    table.text('kind').notNullable();
    table.integer('quantity').notNullable();
    table.integer('delta_on_hand').notNullable();
    table.integer('delta_reserved').notNullable();
    table.text('idempotency_key').notNullable().unique();
    table.uuid('reservation_id').references('id').inTable('stock_reservation');
    table.text('process_instance_key').index();
    table.text('reference');
    table.text('created_by').notNullable();
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.check('quantity > 0', [], 'stock_movement_quantity');
    table.index(['article', 'id']);
  });

  await knex.schema.createTable('stock_wait', (table) => {
    table.bigIncrements('id');
    table.text('article').notNullable().references('code').inTable('stock_article');
    table.integer('quantity').notNullable();
    table.text('cle_attente').notNullable();
    table.text('process_instance_key').notNullable();
    table.timestamp('since', { useTz: true }).notNullable();
    table.unique(['cle_attente', 'article']);
    table.index(['article', 'id']);
  });

  await knex.schema.createTable('stock_publication', (table) => {
    table.bigIncrements('id');
    table.text('message_name').notNullable();
    table.text('correlation_key').notNullable();
    table.text('message_id').notNullable().unique();
    table.jsonb('variables').notNullable();
    table.text('state').notNullable().index();
    table.integer('attempts').notNullable().defaultTo(0);
    table.text('error');
    table.timestamp('created_at', { useTz: true }).notNullable();
    table.timestamp('published_at', { useTz: true });
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const table of [
    'stock_publication',
    'stock_wait',
    'stock_movement',
    'stock_reservation',
    'stock_article',
  ]) {
    await knex.schema.dropTable(table);
  }
}
