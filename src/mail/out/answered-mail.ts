/** The mail of ours that somebody answers. */
import type { Knex } from 'knex';
import type { Outbox } from './outbox';

export interface AnsweredMail {
  /** In the outbox. */
  readonly id: string;
  /** Null when it belongs to no case. */
  readonly processInstanceKey: string | null;
  readonly recipients: readonly string[];
}

interface Row {
  readonly process_instance_key: string | null;
  readonly to: string;
  readonly copies: readonly string[];
}

export async function findAnsweredMail(
  knex: Knex,
  outbox: Pick<Outbox, 'idOf'>,
  messageId: string,
): Promise<AnsweredMail | null> {
  const id = await outbox.idOf(messageId);
  if (id === null) return null;
  const row: Row | undefined = await knex('mail_outbox')
    .where({ id })
    .first('process_instance_key', 'to', 'copies');
  if (row === undefined) return null;
  return { id, processInstanceKey: row.process_instance_key, recipients: [row.to, ...row.copies] };
}
