/** What forms may choose from: every kind of reference data, and the articles of the stock. */
import type { ChoiceSource } from '../references/form-choices';
import { kindOf } from '../references/kinds';
import { titleOf, type References } from '../references/references';
import type { Stock } from '../stock/stock';

const ARTICLES = 'articles';

export function choiceSource(
  references: Pick<References, 'list'>,
  stock: Pick<Stock, 'articles'>,
): ChoiceSource {
  return {
    async list(kind) {
      if (kind !== ARTICLES) return kindOf(kind) === undefined ? [] : references.list(kind);
      return (await stock.articles()).map(({ code, name }) => ({ code, values: { nom: name } }));
    },
    titleOf(kind, item) {
      const known = kindOf(kind);
      return known === undefined ? String(item.values['nom'] ?? item.code) : titleOf(known, item);
    },
    nameOf: (kind) => kindOf(kind)?.plural ?? (kind === ARTICLES ? 'Stock' : kind),
  };
}
