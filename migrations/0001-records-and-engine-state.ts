/** What an engine did (`record`), and what the embedded engine knows (`engine_state`). */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE record (
      partition_id int NOT NULL,
      position bigint NOT NULL,
      value_type text NOT NULL,
      intent text NOT NULL,
      key bigint NOT NULL,
      process_instance_key bigint,
      "timestamp" bigint NOT NULL,
      record json NOT NULL,
      PRIMARY KEY (partition_id, position)
    )`);
  await knex.raw(
    'CREATE INDEX record_process_instance_key ON record (process_instance_key, partition_id, position)',
  );
  await knex.raw(`
    CREATE TABLE engine_state (
      family text NOT NULL,
      key text NOT NULL,
      value json NOT NULL,
      PRIMARY KEY (family, key)
    )`);
  await knex.raw(`
    CREATE TABLE projection_position (
      name text NOT NULL,
      partition_id int NOT NULL,
      position bigint NOT NULL,
      PRIMARY KEY (name, partition_id)
    )`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE projection_position, engine_state, record');
}
