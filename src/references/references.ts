/** Reference data: read by those whom it concerns, changed by those who keep it; every change is recorded. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { DomainError, type FieldError } from '../errors/catalogue';
import { validateForm } from '../forms';
import { hasRole, Role, type Account } from '../identity/account';
import { CODE_FIELD, CODE_PATTERN, referenceForm, type Choices } from './form';
import type { FormSchema } from '../forms/schema';
import type { ReferenceKind } from './kind';
import { kindOf, kinds } from './kinds';

export type Values = Readonly<Record<string, unknown>>;

export interface ReferenceItem {
  readonly kind: string;
  readonly code: string;
  readonly values: Values;
  /** Grows with each change; a change names the one it was made from. */
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

export interface ReferenceChange {
  readonly change: 'CREATED' | 'CHANGED' | 'REMOVED';
  readonly values: Values | null;
  readonly at: string;
  readonly account: string;
}

/** All throw `DomainError`: NOT_FOUND, FORBIDDEN, FORM_INVALID, CONFLICT. */
export interface References {
  counts(): Promise<ReadonlyMap<string, number>>;
  /** In the order of their first field. */
  list(kind: string): Promise<readonly ReferenceItem[]>;
  read(kind: string, code: string): Promise<ReferenceItem>;
  history(kind: string, code: string): Promise<readonly ReferenceChange[]>;
  /** The form by which an item is entered, with the items that it may name. */
  form(kind: string, isNew: boolean): Promise<FormSchema>;
  mayEdit(account: Account, kind: string): boolean;
  /** False for a kind that there is not. */
  mayRead(account: Account, kind: string): boolean;
  /** Throws FORBIDDEN: pages and API ask before they list, read or print. */
  checkReader(account: Account, kind: string): void;
  /** `submitted.code` where the kind's code does not follow from its values. */
  create(account: Account, kind: string, submitted: Values): Promise<ReferenceItem>;
  change(
    account: Account,
    kind: string,
    code: string,
    submitted: Values,
    version: number,
  ): Promise<ReferenceItem>;
  remove(account: Account, kind: string, code: string): Promise<void>;
  /** What a step of a case has to write, once a job however often it is given out. Also throws CONFLICT. */
  record(entry: RecordedEntry): Promise<void>;
}

export interface RecordedEntry {
  readonly kind: string;
  readonly code: string;
  readonly jobKey: string;
  /** Shown as who changed it. */
  readonly by: string;
  /** `current`: null where there is no such item yet. */
  revise(current: Values | null): Values;
}

const row = z.object({
  kind: z.string(),
  code: z.string(),
  values: z.record(z.string(), z.unknown()),
  version: z.number(),
  changed_at: z.date(),
  changed_by: z.string(),
});

const changeRow = z.object({
  change: z.enum(['CREATED', 'CHANGED', 'REMOVED']),
  values: z.record(z.string(), z.unknown()).nullable(),
  at: z.date(),
  account: z.string(),
});

function itemOf(found: unknown): ReferenceItem {
  const { changed_at, changed_by, ...item } = row.parse(found);
  return { ...item, changedAt: changed_at.toISOString(), changedBy: changed_by };
}

export interface ReferencesOptions {
  readonly knex: Knex;
  readonly clock: () => Date;
}

const collator = new Intl.Collator('fr', { numeric: true });

export function titleOf(kind: ReferenceKind, item: Pick<ReferenceItem, 'values' | 'code'>): string {
  const title = item.values[kind.fields[0]?.key ?? ''];
  return typeof title === 'string' && title !== '' ? title : item.code;
}

export function createReferences({ knex, clock }: ReferencesOptions): References {
  function known(slug: string): ReferenceKind {
    const kind = kindOf(slug);
    if (kind !== undefined) return kind;
    throw new DomainError('NOT_FOUND', `Il n’y a pas de référentiel « ${slug} ».`);
  }

  function editable(account: Account, slug: string): ReferenceKind {
    const kind = known(slug);
    if (mayEdit(account, kind)) return kind;
    throw new DomainError(
      'FORBIDDEN',
      `« ${kind.plural} » est tenu par : ${[...kind.editors, 'propriétaires de procédures'].join(', ')}.`,
    );
  }

  async function itemsOf(slug: string): Promise<ReferenceItem[]> {
    const kind = known(slug);
    const found: unknown[] = await knex('reference_item').where({ kind: slug });
    return found
      .map(itemOf)
      .sort((left, right) => collator.compare(titleOf(kind, left), titleOf(kind, right)));
  }

  async function choicesFor(kind: ReferenceKind): Promise<Choices> {
    const slugs = [
      ...new Set(kind.fields.flatMap((field) => (field.kind === undefined ? [] : [field.kind]))),
    ];
    const lists = await Promise.all(
      slugs.map(async (slug) => {
        const named = known(slug);
        const choices = (await itemsOf(slug)).map((item) => ({
          value: item.code,
          label: titleOf(named, item),
        }));
        return [slug, choices] as const;
      }),
    );
    return new Map(lists);
  }

  async function checked(kind: ReferenceKind, submitted: Values, isNew: boolean): Promise<Values> {
    const schema = referenceForm(kind, await choicesFor(kind), isNew);
    const result = validateForm(schema, submitted, {});
    if (result.ok) return result.values;
    throw invalid(result.errors);
  }

  async function read(slug: string, code: string): Promise<ReferenceItem> {
    const kind = known(slug);
    const found = await find(slug, code);
    if (found !== null) return found;
    throw new DomainError('NOT_FOUND', `« ${kind.plural} » ne contient pas « ${code} ».`);
  }

  async function record(
    transaction: Knex,
    account: Pick<Account, 'name'>,
    change: { kind: string; code: string; change: ReferenceChange['change']; values: Values | null },
  ): Promise<void> {
    await transaction('reference_change').insert({
      ...change,
      values: change.values === null ? null : JSON.stringify(change.values),
      at: clock(),
      account: account.name,
    });
  }

  const stamp = (account: Pick<Account, 'name'>) => ({ changed_at: clock(), changed_by: account.name });

  async function find(slug: string, code: string): Promise<ReferenceItem | null> {
    const found: unknown = await knex('reference_item').where({ kind: slug, code }).first();
    return found === undefined ? null : itemOf(found);
  }

  /** False when someone else has been quicker. */
  async function put(
    transaction: Knex,
    item: Pick<ReferenceItem, 'kind' | 'code' | 'values'>,
    current: ReferenceItem | null,
    account: Pick<Account, 'name'>,
  ): Promise<boolean> {
    const values = JSON.stringify(item.values);
    if (current !== null) {
      const { kind, code, version } = current;
      const written = await transaction('reference_item')
        .where({ kind, code, version })
        .update({ values, version: version + 1, ...stamp(account) });
      return written > 0;
    }
    const written: unknown[] = await transaction('reference_item')
      .insert({ ...item, values, version: 1, ...stamp(account) })
      .onConflict(['kind', 'code'])
      .ignore()
      .returning('code');
    return written.length > 0;
  }

  return {
    async counts() {
      const rows = (await knex('reference_item').select('kind').count({ count: '*' }).groupBy('kind')) as {
        kind: string;
        count: string | number;
      }[];
      const counted = new Map(rows.map(({ kind, count }) => [kind, Number(count)]));
      return new Map(kinds.map(({ slug }) => [slug, counted.get(slug) ?? 0]));
    },
    list: itemsOf,
    read,
    async history(slug, code) {
      known(slug);
      const found: unknown[] = await knex('reference_change')
        .where({ kind: slug, code })
        .orderBy('id', 'desc')
        .limit(100);
      return found.map((one) => {
        const { at, ...change } = changeRow.parse(one);
        return { ...change, at: at.toISOString() };
      });
    },
    async form(slug, isNew) {
      const kind = known(slug);
      return referenceForm(kind, await choicesFor(kind), isNew);
    },
    mayEdit: (account, slug) => mayEdit(account, known(slug)),
    mayRead: (account, slug) => {
      const kind = kindOf(slug);
      return kind !== undefined && mayRead(account, kind);
    },
    checkReader(account, slug) {
      const kind = known(slug);
      if (mayRead(account, kind)) return;
      throw new DomainError(
        'FORBIDDEN',
        `« ${kind.plural} » n’est lisible que par ceux qui le tiennent (${[...kind.editors, 'propriétaires de procédures'].join(', ')}) et par les responsables.`,
      );
    },

    async create(account, slug, submitted) {
      const kind = editable(account, slug);
      const { [CODE_FIELD]: asked, ...values } = await checked(kind, submitted, true);
      const code = kind.codeOf?.(values) ?? String(asked);
      if (!new RegExp(CODE_PATTERN).test(code)) throw invalid([unusable(kind, code)]);
      await knex.transaction(async (transaction) => {
        const written = await put(transaction, { kind: slug, code, values }, null, account);
        if (!written) throw invalid([taken(kind, code)]);
        await record(transaction, account, { kind: slug, code, change: 'CREATED', values });
      });
      return read(slug, code);
    },

    async change(account, slug, code, submitted, version) {
      const kind = editable(account, slug);
      const current = { ...(await read(slug, code)), version };
      const values = await checked(kind, submitted, false);
      if (kind.codeOf !== undefined && kind.codeOf(values) !== code) throw invalid([renamed(kind)]);
      await knex.transaction(async (transaction) => {
        const written = await put(transaction, { kind: slug, code, values }, current, account);
        if (!written) throw stale(kind);
        await record(transaction, account, { kind: slug, code, change: 'CHANGED', values });
      });
      return read(slug, code);
    },

    async remove(account, slug, code) {
      editable(account, slug);
      await read(slug, code);
      await knex.transaction(async (transaction) => {
        await transaction('reference_item').where({ kind: slug, code }).delete();
        await record(transaction, account, { kind: slug, code, change: 'REMOVED', values: null });
      });
    },

    async record({ kind: slug, code, jobKey, by, revise }) {
      const kind = known(slug);
      const done: unknown = await knex('reference_job').where({ job_key: jobKey }).first();
      if (done !== undefined) return;
      const current = await find(slug, code);
      const values = await checked(kind, revise(current?.values ?? null), false);
      const account = { name: by };
      await knex.transaction(async (transaction) => {
        const first: unknown[] = await transaction('reference_job')
          .insert({ job_key: jobKey, kind: slug, code })
          .onConflict('job_key')
          .ignore()
          .returning('job_key');
        if (first.length === 0) return;
        if (!(await put(transaction, { kind: slug, code, values }, current, account))) throw stale(kind);
        const change = current === null ? 'CREATED' : 'CHANGED';
        await record(transaction, account, { kind: slug, code, change, values });
      });
    },
  };
}

function mayEdit(account: Account, kind: ReferenceKind): boolean {
  return (
    hasRole(account, Role.ADMIN, Role.OWNER) || kind.editors.some((group) => account.groups.includes(group))
  );
}

function mayRead(account: Account, kind: ReferenceKind): boolean {
  return kind.readers === 'everyone' || mayEdit(account, kind) || hasRole(account, Role.MANAGER);
}

function invalid(errors: readonly FieldError[]): DomainError {
  return new DomainError(
    'FORM_INVALID',
    'Le formulaire contient des erreurs. Corrigez les champs indiqués.',
    { errors },
  );
}

/** The field that people can mend: the code, or the first of those that it follows from. */
function codeField(kind: ReferenceKind): { field: string; label: string } {
  const first = kind.fields[0];
  return kind.codeOf === undefined || first === undefined
    ? { field: CODE_FIELD, label: 'Code' }
    : { field: first.key, label: first.label };
}

function taken(kind: ReferenceKind, code: string): FieldError {
  return {
    ...codeField(kind),
    message: `« ${kind.plural} » contient déjà « ${code} ». Modifiez celui qui existe.`,
  };
}

function unusable(kind: ReferenceKind, code: string): FieldError {
  return {
    ...codeField(kind),
    message: `« ${code} » ne peut pas servir de code : lettres sans accent, chiffres, points et tirets sont attendus.`,
  };
}

function renamed(kind: ReferenceKind): FieldError {
  return {
    ...codeField(kind),
    message: 'Ce champ désigne l’élément : retirez celui-ci et créez-en un autre.',
  };
}

function stale(kind: ReferenceKind): DomainError {
  return new DomainError(
    'CONFLICT',
    `« ${kind.plural} » : quelqu’un a modifié cet élément entre-temps. Rechargez la page, puis refaites votre modification.`,
  );
}
