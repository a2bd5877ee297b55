/** Correcting a case's data: by operators, with a reason, and with what was there before for whoever asks later. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { toDomainError } from '../app/engine-failure';
import type { ProjectionSignal, ReadModel } from '../app/ports';
import { untilProjected } from '../app/projection-wait';
import { DomainError } from '../errors/catalogue';
import { hasRole, Role, type Account } from '../identity/account';
import type { InstanceView, VariableView } from '../readmodel/views';
import type { ZeebeClient } from '../zeebe/api';

export interface VariableChangeRequest {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly reason: string;
  /** An instance of a step that keeps variables of its own; absent: the case. */
  readonly scopeKey?: string | undefined;
}

export interface VariableChangeView {
  readonly scopeKey: string;
  readonly name: string;
  /** Null: there was none. */
  readonly oldValue: unknown;
  readonly newValue: unknown;
  readonly reason: string;
  readonly account: string;
  readonly at: string;
}

export interface VariableChangesOptions {
  readonly knex: Knex;
  readonly queries: Pick<ReadModel, 'variables' | 'elements'>;
  readonly engine: Pick<ZeebeClient, 'setVariables'>;
  readonly projection: ProjectionSignal;
  readonly now?: () => number;
}

/** Who a case belongs to and how it is called: what the program itself wrote at its start. */
const reserved: ReadonlySet<string> = new Set(['initiateur', 'superieur', 'numeroDossier']);

/** FEEL could not name others, nor could the engine keep them apart. */
const usable = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function mayChangeVariables(account: Account): boolean {
  return hasRole(account, Role.ADMIN, Role.OWNER, Role.MANAGER);
}

const wrong = (field: string, message: string) =>
  new DomainError('FORM_INVALID', message, { errors: [{ field, label: field, message }] });

function check({ variables, reason }: VariableChangeRequest): void {
  const names = Object.keys(variables);
  if (names.length === 0) throw wrong('variables', 'Aucune donnée n’est changée. Changez-en au moins une.');
  if (reason.trim() === '') throw wrong('reason', 'Dites pourquoi ces données sont corrigées.');
  for (const name of names) {
    if (reserved.has(name)) {
      throw wrong(name, `« ${name} » dit à qui est le dossier : cette donnée ne se change pas.`);
    }
    if (!usable.test(name)) {
      throw wrong(
        name,
        `« ${name} » ne peut pas nommer une donnée : des lettres, des chiffres et « _ » sont attendus, sans espace.`,
      );
    }
  }
}

const json = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? null : JSON.parse(text)));
const row = z
  .object({
    scope_key: z.string(),
    name: z.string(),
    old_value: json,
    new_value: json,
    reason: z.string(),
    account: z.string(),
    at: z.date(),
  })
  .transform((found): VariableChangeView => ({
    scopeKey: found.scope_key,
    name: found.name,
    oldValue: found.old_value,
    newValue: found.new_value,
    reason: found.reason,
    account: found.account,
    at: found.at.toISOString(),
  }));

export function createVariableChanges(options: VariableChangesOptions) {
  const { knex, queries, engine, projection, now = Date.now } = options;

  async function scopeOf(instance: InstanceView, asked: string | undefined): Promise<string> {
    const key = instance.processInstanceKey;
    if (asked === undefined || asked === key) return key;
    const elements = await queries.elements(key);
    if (elements.some((element) => element.key === asked && element.state === 'ACTIVE')) return asked;
    throw new DomainError(
      'NOT_FOUND',
      `Aucune étape en cours de ce dossier ne porte la clé « ${asked} ». Rechargez la page.`,
    );
  }

  return {
    /** Oldest first. */
    async list(processInstanceKeys: readonly string[]): Promise<readonly VariableChangeView[]> {
      const rows: unknown[] = await knex('variable_change')
        .whereIn('process_instance_key', [...processInstanceKeys])
        .orderBy('id');
      return rows.map((one) => row.parse(one));
    },

    /** The caller has checked that the account may see the case. @throws DomainError */
    async change(
      account: Account,
      instance: InstanceView,
      request: VariableChangeRequest,
    ): Promise<readonly VariableView[]> {
      if (!mayChangeVariables(account)) {
        throw new DomainError('FORBIDDEN', 'Seul un responsable corrige les données d’un dossier.');
      }
      check(request);
      const key = instance.processInstanceKey;
      if (instance.state !== 'ACTIVE') {
        throw new DomainError('INSTANCE_ENDED', 'Le dossier est clos : ses données ne changent plus.');
      }
      const scopeKey = await scopeOf(instance, request.scopeKey);
      const before = new Map(
        (await queries.variables(key))
          .filter((variable) => variable.scopeKey === scopeKey)
          .map(({ name, value }) => [name, value]),
      );
      const written = Object.entries(request.variables).map(([name, value]) => ({
        process_instance_key: key,
        scope_key: scopeKey,
        name,
        old_value: before.has(name) ? JSON.stringify(before.get(name)) : null,
        new_value: JSON.stringify(value),
        reason: request.reason.trim(),
        account: account.name,
        at: new Date(now()),
      }));
      // Noted first: a change without its trace is worse than a trace that a crash left without its change.
      const noted: { id: string }[] = await knex('variable_change').insert(written).returning('id');
      try {
        await engine.setVariables(scopeKey, request.variables, { local: true });
      } catch (error) {
        await knex('variable_change')
          .whereIn(
            'id',
            noted.map(({ id }) => id),
          )
          .delete();
        throw toDomainError(
          error,
          () =>
            new DomainError(
              'INSTANCE_ENDED',
              'Le dossier ou l’étape est terminé : ses données ne changent plus.',
            ),
        );
      }
      const wanted = written.map(({ name, new_value }) => `${name} ${new_value}`);
      const shown = async (): Promise<boolean> => {
        const found = (await queries.variables(key)).filter((variable) => variable.scopeKey === scopeKey);
        const now = new Set(found.map(({ name, value }) => `${name} ${JSON.stringify(value)}`));
        return wanted.every((one) => now.has(one));
      };
      await untilProjected(projection, shown, { processInstanceKey: key });
      return queries.variables(key);
    },
  };
}
