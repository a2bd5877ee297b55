/** The trace of interventions: written before the engine is asked, completed when the read model shows what became. */
import type { Knex } from 'knex';
import { z } from 'zod';

export const InterventionKind = { MODIFY: 'MODIFY', MIGRATE: 'MIGRATE', CANCEL: 'CANCEL' } as const;
export type InterventionKind = (typeof InterventionKind)[keyof typeof InterventionKind];

const step = z.object({ elementId: z.string(), elementName: z.string().nullable() });
export const standing = z.object({
  state: z.enum(['ACTIVE', 'COMPLETED', 'CANCELED']),
  version: z.int(),
  active: z.array(step).readonly(),
});
/** How a case stands. */
export type Standing = z.output<typeof standing>;

export interface InterventionView {
  readonly kind: InterventionKind;
  readonly account: string;
  readonly reason: string;
  readonly at: string;
  readonly before: Standing;
  /** Null: not seen yet. */
  readonly after: Standing | null;
}

const row = z
  .object({
    kind: z.enum(InterventionKind),
    account: z.string(),
    reason: z.string(),
    at: z.date(),
    before: standing,
    after: standing.nullable(),
  })
  .transform(({ at, ...rest }): InterventionView => ({ ...rest, at: at.toISOString() }));

export interface NewIntervention {
  readonly processInstanceKey: string;
  readonly kind: InterventionKind;
  readonly account: string;
  readonly reason: string;
  readonly request: object;
  readonly before: Standing;
}

export function createLedger(knex: Knex, now: () => number) {
  return {
    async note({ processInstanceKey, request, before, ...rest }: NewIntervention): Promise<string> {
      const noted: unknown = await knex('case_intervention')
        .insert({
          ...rest,
          process_instance_key: processInstanceKey,
          at: new Date(now()),
          request: JSON.stringify(request),
          before: JSON.stringify(before),
        })
        .returning('id');
      return z.tuple([z.object({ id: z.coerce.string() })]).parse(noted)[0].id;
    },
    async complete(id: string, after: Standing): Promise<void> {
      await knex('case_intervention')
        .where({ id })
        .update({ after: JSON.stringify(after) });
    },
    /** The engine refused: nothing was done. */
    async forget(id: string): Promise<void> {
      await knex('case_intervention').where({ id }).delete();
    },
    /** Oldest first. */
    async list(processInstanceKey: string): Promise<readonly InterventionView[]> {
      const found: unknown[] = await knex('case_intervention')
        .where({ process_instance_key: processInstanceKey })
        .orderBy('id');
      return found.map((one) => row.parse(one));
    },
  };
}
