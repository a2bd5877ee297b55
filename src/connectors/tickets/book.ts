/** Table ticket: one row a job that makes one. */
import type { Knex } from 'knex';
import { z } from 'zod';

/** CREATING → OPEN → CORRECTED (its case was told) → CLOSED; GONE: the tracker no longer has it. */
export const TicketState = {
  CREATING: 'CREATING',
  OPEN: 'OPEN',
  CORRECTED: 'CORRECTED',
  CLOSED: 'CLOSED',
  GONE: 'GONE',
} as const;
export type TicketState = (typeof TicketState)[keyof typeof TicketState];

const row = z.object({
  job_key: z.string(),
  process_instance_key: z.string(),
  state: z.enum(TicketState),
  attempts: z.number(),
  ticket_id: z.number().nullable(),
  reference: z.string().nullable(),
  created_at: z.coerce.date(),
});
export type Ticket = z.output<typeof row>;

export class TicketBook {
  constructor(
    private readonly knex: Knex,
    private readonly clock: () => Date,
  ) {}

  /** The job's row; one attempt more while it is CREATING. */
  async begin(job: { readonly jobKey: string; readonly processInstanceKey: string }): Promise<Ticket> {
    await this.knex('ticket')
      .insert({
        job_key: job.jobKey,
        process_instance_key: job.processInstanceKey,
        state: TicketState.CREATING,
        attempts: 0,
        created_at: this.clock(),
      })
      .onConflict('job_key')
      .ignore();
    await this.knex('ticket')
      .where({ job_key: job.jobKey, state: TicketState.CREATING })
      .increment('attempts', 1);
    return row.parse(await this.knex('ticket').where({ job_key: job.jobKey }).first());
  }

  async made(jobKey: string, ticketId: number, reference: string): Promise<void> {
    await this.knex('ticket')
      .where({ job_key: jobKey, state: TicketState.CREATING })
      .update({ state: TicketState.OPEN, ticket_id: ticketId, reference });
  }

  async open(): Promise<readonly Ticket[]> {
    const found: unknown[] = await this.knex('ticket')
      .where({ state: TicketState.OPEN })
      .orderBy('created_at');
    return found.map((one) => row.parse(one));
  }

  async become(jobKey: string, state: TicketState): Promise<void> {
    await this.knex('ticket').where({ job_key: jobKey }).update({ state });
  }

  async byReference(reference: string): Promise<Ticket | undefined> {
    const found: unknown = await this.knex('ticket').where({ reference }).first();
    return found === undefined ? undefined : row.parse(found);
  }
}
