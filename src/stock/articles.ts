/** Reading the stock. */
import type { Knex } from 'knex';

export interface ArticleView {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** At or below it, the article should be ordered again. */
  readonly threshold: number;
  /** Physically in stock. */
  readonly quantity: number;
  /** Promised to cases, still in stock. */
  readonly reserved: number;
  /** quantity - reserved. */
  readonly available: number;
  /** available <= threshold. */
  readonly low: boolean;
}

export interface MovementView {
  readonly id: string;
  readonly article: string;
  /** `entree`, `reservation`, `sortie`, `liberation`. */
  readonly kind: string;
  readonly quantity: number;
  readonly at: string;
  readonly by: string | null;
  readonly processInstanceKey: string | null;
  readonly reference: string | null;
}

export interface NewArticle {
  readonly code: string;
  readonly libelle: string;
  readonly unite: string;
  readonly seuil: number;
}

interface ArticleRow extends NewArticle {
  readonly on_hand: number;
  readonly reserved: number;
}

interface MovementRow {
  readonly id: string | number;
  readonly article: string;
  readonly kind: string;
  readonly quantity: number;
  readonly created_at: Date;
  readonly created_by: string;
  readonly process_instance_key: string | null;
  readonly reference: string | null;
}

/** By name, in French order: É stands with E, whatever the database's collation. */
export async function articles(knex: Knex): Promise<readonly ArticleView[]> {
  const rows = await knex<ArticleRow>('stock_article').orderBy('code');
  return rows.map(toArticle).sort((one, other) => one.name.localeCompare(other.name, 'fr'));
}

export async function article(knex: Knex, code: string): Promise<ArticleView | null> {
  const row = await knex<ArticleRow>('stock_article').where({ code }).first();
  return row === undefined ? null : toArticle(row);
}

/** Newest first, at most `limit`. */
export async function movements(knex: Knex, code?: string, limit = 200): Promise<readonly MovementView[]> {
  const query = knex<MovementRow>('stock_movement').orderBy('id', 'desc').limit(limit);
  const rows = await (code === undefined ? query : query.where({ article: code }));
  return rows.map((row) => ({
    id: String(row.id),
    article: row.article,
    kind: row.kind,
    quantity: row.quantity,
    at: row.created_at.toISOString(),
    by: row.created_by,
    processInstanceKey: row.process_instance_key,
    reference: row.reference,
  }));
}

/** Adds the article if its code is new; an existing one stays as it is. */
export async function declareArticle(knex: Knex, article: NewArticle): Promise<void> {
  await knex('stock_article')
    .insert({ code: article.code, libelle: article.libelle, unite: article.unite, seuil: article.seuil })
    .onConflict('code')
    .ignore();
}

function toArticle(row: ArticleRow): ArticleView {
  const available = row.on_hand - row.reserved;
  return {
    code: row.code,
    name: row.libelle,
    unit: row.unite,
    threshold: row.seuil,
    quantity: row.on_hand,
    reserved: row.reserved,
    available,
    low: available <= row.seuil,
  };
}
