/** Demo articles. The laptop is there, the screen is not: one case goes through, another waits. */
import type { Knex } from 'knex';
import { declareArticle } from './articles';
import { receive } from './receipts';

export const demoArticles = [
  { code: 'ordinateur-portable', libelle: 'Ordinateur portable', unite: 'unité', seuil: 2, quantity: 10 },
  { code: 'ordinateur-bureau', libelle: 'Ordinateur de bureau', unite: 'unité', seuil: 2, quantity: 8 },
  { code: 'ecran', libelle: 'Écran 24 pouces', unite: 'unité', seuil: 2, quantity: 0 },
  { code: 'imprimante', libelle: 'Imprimante laser', unite: 'unité', seuil: 1, quantity: 3 },
  { code: 'scanner', libelle: 'Scanner de documents', unite: 'unité', seuil: 1, quantity: 2 },
  { code: 'onduleur', libelle: 'Onduleur 1 kVA', unite: 'unité', seuil: 2, quantity: 6 },
  { code: 'routeur', libelle: 'Routeur', unite: 'unité', seuil: 1, quantity: 2 },
  { code: 'commutateur', libelle: 'Commutateur 24 ports', unite: 'unité', seuil: 1, quantity: 0 },
  { code: 'clavier-souris', libelle: 'Ensemble clavier et souris', unite: 'lot', seuil: 5, quantity: 20 },
  { code: 'telephone-ip', libelle: 'Téléphone IP', unite: 'unité', seuil: 2, quantity: 4 },
] as const;

/** Safe to call at every start: an article and its first entry are made once. */
export async function seedDemoStock(knex: Knex, now: Date): Promise<void> {
  for (const { quantity, ...article } of demoArticles) {
    await declareArticle(knex, article);
    if (quantity === 0) continue;
    const entry = {
      quantity,
      by: 'logigramme',
      reference: 'Stock initial',
      idempotencyKey: `demo:${article.code}`,
    };
    await receive(knex, article.code, entry, now);
  }
}
