import type { Knex } from 'knex';

/** Who may start a procedure is one of the facts now: they are read anew from the diagrams at the next start. */
export async function up(knex: Knex): Promise<void> {
  await knex('rm_process').update({ facts: null });
}

export async function down(): Promise<void> {
  // The older release reads the facts with one more field as well.
}
