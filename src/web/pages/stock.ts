/** `/stock`: articles, receipts and movements. */
import { Router, type Request, type Response } from 'express';
import { hasRole, Role, type Account } from '../../identity/account';
import { isMessageKey } from '../../text/catalogue';
import { DomainError } from '../errors';
import { parameter, signedIn, text } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit } from './kit/renderer';

/** Candidate group of the stock keeper. */
const stockKeepers = 'gs';
/** Who the workers say they are in the ledger. */
const automatic = 'logigramme';
const largestReceipt = 100_000;

function mayReceive(account: Account): boolean {
  return hasRole(account, Role.ADMIN) || account.groups.includes(stockKeepers);
}

interface Entry {
  readonly article: string;
  readonly quantite: string;
  readonly reference: string;
}

export function stockPages(kit: PageKit): Router {
  const router = Router();
  const { stock } = kit.services;

  async function sendStock(req: Request, res: Response, entry: Entry, errors: Record<string, string> = {}) {
    const reader = kit.reader(req);
    const [articles, waits] = await Promise.all([stock.articles(), stock.waiting()]);
    const waitingFor = (code: string) => waits.filter((wait) => wait.article === code).length;
    const errorCount = Object.keys(errors).length;
    await kit.send(req, res, 'stock', {
      title: reader.t('stock.title'),
      active: 'stock',
      mayReceive: articles.length > 0 && mayReceive(signedIn(req)),
      articles: articles.map((article) => ({
        ...article,
        selected: article.code === entry.article,
        waiting: waitingFor(article.code),
        movementsLabel: reader.t('stock.seeMovementsOf', { article: article.name }),
      })),
      entry,
      errors: errorCount > 0 ? errors : null,
      errorCount,
      empty: { icon: 'stock', title: reader.t('stock.empty.title'), text: reader.t('stock.empty.text') },
    });
  }

  router.get('/stock', async (req, res) => {
    await sendStock(req, res, { article: text(req.query, 'article'), quantite: '', reference: '' });
  });

  router.post('/stock/entrees', async (req, res) => {
    const reader = kit.reader(req);
    const account = signedIn(req);
    if (!mayReceive(account)) throw new DomainError('FORBIDDEN', reader.t('stock.forbidden'));
    const entry = {
      article: text(req.body, 'article'),
      quantite: text(req.body, 'quantite'),
      reference: text(req.body, 'reference').slice(0, 100),
    };
    const quantity = /^\d{1,6}$/.test(entry.quantite) ? Number(entry.quantite) : 0;
    const errors: Record<string, string> = {};
    if (quantity < 1 || quantity > largestReceipt) errors.quantite = reader.t('stock.badQuantity');
    if ((await stock.article(entry.article)) === null) errors.article = reader.t('stock.badArticle');
    if (Object.keys(errors).length > 0) {
      res.status(422);
      await sendStock(req, res, entry, errors);
      return;
    }
    const reference = entry.reference === '' ? {} : { reference: entry.reference };
    await stock.receive(entry.article, { quantity, by: account.name, ...reference });
    res.redirect(303, '/stock?info=received');
  });

  router.get('/stock/:code', async (req, res) => {
    const reader = kit.reader(req);
    const code = parameter(req, 'code');
    const article = await stock.article(code);
    if (article === null) throw new DomainError('NOT_FOUND', reader.t('stock.unknown'));
    const [movements, nameOf] = await Promise.all([stock.movements(code), displayNames(kit.services)]);
    await kit.send(req, res, 'stock-article', {
      title: reader.t('stock.movements', { article: article.name }),
      active: 'stock',
      article,
      movements: movements.map((movement) => {
        const key = `stock.kind.${movement.kind}`;
        return {
          ...movement,
          kindLabel: isMessageKey(key) ? reader.t(key) : movement.kind,
          by: movement.by === automatic ? reader.t('stock.automatic') : nameOf(movement.by),
          reference: movement.reference ?? reader.t('common.none'),
        };
      }),
    });
  });

  return router;
}
