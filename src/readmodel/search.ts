/** Searching by words: all of them in one column, in any order, whatever their accents, capitals and Unicode form. */
import type { Knex } from 'knex';
import { parameter } from './rows';

const MOST_WORDS = 12;

export function wordsOf(q: string): readonly string[] {
  return q
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
}

/** For LIKE on what `logigramme_fold` made; its own wildcards are taken literally. */
const pattern = (word: string): string => `%${parameter(word).replace(/[\\%_]/g, '\\$&')}%`;

/** In JSON text quotes and line ends are escaped. */
const inJson = (word: string): string => JSON.stringify(word).slice(1, -1);

/** SQL that holds where the column, folded already, has all the words. */
const all = (column: string, words: readonly string[]): string =>
  words.map(() => `${column} LIKE logigramme_fold(?)`).join(' AND ');

export interface Searched {
  /** Columns that `logigramme_fold` made. */
  readonly folded: readonly string[];
  /** Columns as they are written. */
  readonly written: readonly string[];
  /** Columns that hold an account: found by the name that people see. */
  readonly accounts: readonly string[];
  /** Column of the instance whose variables are looked through. */
  readonly instanceKey: string;
}

/** Adds conditions of which one must hold. */
export function eitherHasWords(
  either: Knex.QueryBuilder,
  q: string,
  { folded, written, accounts, instanceKey }: Searched,
): void {
  const words = wordsOf(q);
  const patterns = words.map(pattern);
  for (const column of folded) either.orWhereRaw(all(column, words), patterns);
  for (const column of written) either.orWhereRaw(all(`logigramme_fold(${column})`, words), patterns);
  const shown = all('logigramme_fold(account.display_name)', words);
  for (const column of accounts) {
    either.orWhereRaw(`${column} IN (SELECT account.name FROM account WHERE ${shown})`, patterns);
  }
  either.orWhereRaw(
    `EXISTS (SELECT FROM rm_variable variable
      WHERE variable.process_instance_key = ${instanceKey} AND ${all('variable.folded', words)})`,
    words.map(inJson).map(pattern),
  );
}
