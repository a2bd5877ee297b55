import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { EngineRejectedError, type PublishMessage } from '../../src/zeebe';
import { demoArticles, seedDemoStock } from '../../src/stock/demo';
import { createStock, type Stock, type StockOptions } from '../../src/stock/stock';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

const now = new Date('2026-03-16T08:00:00Z');
const laptop = 'ordinateur-portable';

describeOnEveryDatabase('stock', (open) => {
  let database: TestDatabase;
  let stock: Stock;
  let published: PublishMessage[];

  function stockWith(options: Partial<StockOptions> = {}): Stock {
    return createStock({
      knex: database.knex,
      clock: () => now,
      logger: pino({ level: 'silent' }),
      publish: async (message) => published.push(message),
      ...options,
    });
  }

  /** An article of its own, with a quantity. */
  async function articleWith(quantity: number): Promise<string> {
    const code = `a-${randomUUID()}`;
    await stock.declareArticle({ code, libelle: 'Article', unite: 'unité', seuil: 0 });
    if (quantity > 0) await stock.receive(code, { quantity, by: 'gs' });
    return code;
  }

  const request = (article: string, quantity: number, jobKey: string = randomUUID()) => ({
    jobKey,
    processInstanceKey: `case-${jobKey}`,
    cleAttente: `case-${jobKey}`,
    article,
    quantity,
  });

  const countersOf = async (code: string) => {
    const { quantity, reserved, available } = (await stock.article(code))!;
    return { quantity, reserved, available };
  };

  async function expectLedgerToSum(): Promise<void> {
    const rows = await database
      .knex('stock_article as a')
      .leftJoin('stock_movement as m', 'm.article', 'a.code')
      .groupBy('a.code')
      .select('a.code', 'a.on_hand', 'a.reserved')
      .select(database.knex.raw('coalesce(sum(m.delta_on_hand), 0)::int as moved_on_hand'))
      .select(database.knex.raw('coalesce(sum(m.delta_reserved), 0)::int as moved_reserved'));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toMatchObject({ moved_on_hand: row.on_hand, moved_reserved: row.reserved });
    }
  }

  beforeAll(async () => {
    database = await open();
  }, 180_000);
  beforeEach(() => {
    published = [];
    stock = stockWith();
  });
  afterEach(async () => {
    await stock.publishPending();
    await stock.stop();
    await expectLedgerToSum();
  });
  afterAll(() => database.dispose());

  it('seeds the demo stock once', async () => {
    await seedDemoStock(database.knex, now);
    await seedDemoStock(database.knex, now);
    const articles = await stock.articles();
    expect(articles).toHaveLength(demoArticles.length);
    expect(await stock.article(laptop)).toMatchObject({
      name: 'Ordinateur portable',
      quantity: 10,
      available: 10,
    });
    expect(await stock.article('ecran')).toMatchObject({ quantity: 0, low: true });
  });

  it('reserves, issues and releases, each once', async () => {
    const article = await articleWith(5);
    const first = request(article, 2);
    const reserved = await stock.reserve(first);
    expect(await stock.reserve(first)).toEqual(reserved);
    expect(await countersOf(article)).toEqual({ quantity: 5, reserved: 2, available: 3 });

    const { reservationId } = reserved as { reservationId: string };
    expect(await stock.issue(reservationId)).toEqual({ issuedNow: true });
    expect(await stock.issue(reservationId)).toEqual({ issuedNow: false });
    expect(await countersOf(article)).toEqual({ quantity: 3, reserved: 0, available: 3 });
    await expect(stock.release(reservationId)).rejects.toThrow('a déjà été sortie du stock');

    const second = (await stock.reserve(request(article, 3))) as { reservationId: string };
    expect(await stock.release(second.reservationId)).toEqual({ releasedNow: true });
    expect(await stock.release(second.reservationId)).toEqual({ releasedNow: false });
    expect(await countersOf(article)).toEqual({ quantity: 3, reserved: 0, available: 3 });

    const kinds = (await stock.movements(article)).map((movement) => movement.kind).reverse();
    expect(kinds).toEqual(['entree', 'reservation', 'sortie', 'reservation', 'liberation']);
  });

  it('lets exactly 10 of 20 concurrent reservations have the 10 articles', async () => {
    const article = await articleWith(10);
    const results = await Promise.all(Array.from({ length: 20 }, () => stock.reserve(request(article, 1))));
    expect(results.filter((result) => result.outcome === 'RESERVED')).toHaveLength(10);
    expect(await countersOf(article)).toEqual({ quantity: 10, reserved: 10, available: 0 });
  });

  it('makes one reservation of one job that is worked on ten times at once', async () => {
    const article = await articleWith(10);
    const same = request(article, 1);
    const results = await Promise.all(Array.from({ length: 10 }, () => stock.reserve(same)));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(await countersOf(article)).toMatchObject({ reserved: 1 });
  });

  it('sums to the stock after a storm of movements', async () => {
    const article = await articleWith(6);
    await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        if (index % 4 === 0) return stock.receive(article, { quantity: 1, by: 'gs' });
        const result = await stock.reserve(request(article, 1));
        if (result.outcome === 'SHORT') return undefined;
        return index % 2 === 0 ? stock.issue(result.reservationId) : stock.release(result.reservationId);
      }),
    );
    const { quantity, reserved, available } = await countersOf(article);
    expect(available).toBe(quantity - reserved);
    expect(reserved).toBe(0);
  });

  it('names the unknown article and the known ones', async () => {
    const article = await articleWith(1);
    const check = stock.check({ ...request('telex', 1) });
    await expect(check).rejects.toThrow('L’article « telex » n’existe pas dans le stock. Articles connus : ');
    await expect(check).rejects.toMatchObject({ retryable: false });
    await expect(stock.receive('telex', { quantity: 1, by: 'gs' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(stock.issue(randomUUID())).rejects.toThrow('n’existe pas');
    for (const quantity of [0, -1, 1.5, Number.NaN, 1e9]) {
      await expect(stock.receive(article, { quantity, by: 'gs' })).rejects.toMatchObject({
        code: 'FORM_INVALID',
      });
    }
  });

  it('takes codes and references as they are', async () => {
    const code = `x'); DROP TABLE stock_article; -- ${randomUUID()}`;
    await stock.declareArticle({ code, libelle: '<script>', unite: 'u', seuil: 0 });
    await stock.receive(code, { quantity: 1, by: "o'hara", reference: "'; --" });
    expect((await stock.movements(code))[0]).toMatchObject({ reference: "'; --", by: "o'hara" });
  });

  describe('waiting cases', () => {
    it('registers a short case once, at its first place, and strikes it off when there is enough', async () => {
      const article = await articleWith(1);
      const first = request(article, 2);
      expect(await stock.check(first)).toMatchObject({ sufficient: false, available: 1 });
      await stock.check(request(article, 3));
      await stock.check(first);
      const waiting = await stock.waiting(article);
      expect(waiting.map((wait) => wait.quantity)).toEqual([2, 3]);
      expect(waiting[0]).toMatchObject({ cleAttente: first.cleAttente, since: now.toISOString() });

      await stock.receive(article, { quantity: 1, by: 'gs' });
      expect(await stock.check(first)).toMatchObject({ sufficient: true, available: 2 });
      expect(await stock.waiting(article)).toHaveLength(1);
    });

    it('registers a case whose reservation came too late', async () => {
      const article = await articleWith(0);
      expect(await stock.reserve(request(article, 1))).toMatchObject({ outcome: 'SHORT', available: 0 });
      expect(await stock.waiting(article)).toHaveLength(1);
    });

    it('wakes them in order of arrival as far as the quantity goes', async () => {
      const article = await articleWith(0);
      const cases = [2, 5, 1, 1].map((quantity) => request(article, quantity));
      for (const waiting of cases) await stock.check(waiting);
      await stock.receive(article, { quantity: 3, by: 'gs' });
      await stock.publishPending();
      expect(published.map((message) => message.correlationKey)).toEqual([
        cases[0]!.cleAttente,
        cases[2]!.cleAttente,
      ]);
      expect(published[0]).toMatchObject({ name: 'stock-arrive', timeToLiveMillis: 3_600_000 });
    });

    it('wakes them on a release too', async () => {
      const article = await articleWith(1);
      const held = (await stock.reserve(request(article, 1))) as { reservationId: string };
      const waiting = request(article, 1);
      await stock.check(waiting);
      await stock.release(held.reservationId);
      await stock.publishPending();
      expect(published.map((message) => message.correlationKey)).toEqual([waiting.cleAttente]);
    });

    it('receives a form that is sent twice once', async () => {
      const article = await articleWith(0);
      await stock.check(request(article, 1));
      const entry = { quantity: 4, by: 'gs', idempotencyKey: randomUUID() };
      await Promise.all([stock.receive(article, entry), stock.receive(article, entry)]);
      await stock.publishPending();
      expect(await countersOf(article)).toMatchObject({ quantity: 4 });
      expect(published).toHaveLength(1);
    });

    it('passes over a case that has ended', async () => {
      const article = await articleWith(0);
      const [withdrawn, open_] = [request(article, 1), request(article, 1)];
      await stock.check(withdrawn);
      await stock.check(open_);
      const caseIsOpen = async (key: string) => (key === withdrawn.processInstanceKey ? false : null);
      await stockWith({ caseIsOpen }).receive(article, { quantity: 1, by: 'gs' });
      await stock.publishPending();
      expect(published.map((message) => message.correlationKey)).toContain(open_.cleAttente);
      expect(await stock.waiting(article)).toHaveLength(1);
    });

    it('publishes after a restart what a crash left queued', async () => {
      const article = await articleWith(0);
      const waiting = request(article, 1);
      await stock.check(waiting);
      const crashing = stockWith({ publish: () => new Promise(() => undefined) });
      await crashing.receive(article, { quantity: 1, by: 'gs' });
      void crashing.stop();
      await stockWith().publishPending();
      await stockWith().publishPending();
      expect(published.map((message) => message.correlationKey)).toEqual([waiting.cleAttente]);
    });

    it('tries again while the engine is away, and takes a duplicate for done', async () => {
      const article = await articleWith(0);
      await stock.check(request(article, 1));
      const answers = [new Error('away'), new EngineRejectedError('ALREADY_EXISTS', 'already published')];
      const tried: string[] = [];
      const flaky = stockWith({
        publish: async (message) => {
          tried.push(message.messageId ?? '');
          const answer = answers.shift();
          if (answer !== undefined) throw answer;
        },
      });
      await flaky.receive(article, { quantity: 1, by: 'gs' });
      await flaky.publishPending();
      await flaky.publishPending();
      await flaky.stop();
      expect(new Set(tried).size).toBe(1);
      expect(tried.length).toBeGreaterThanOrEqual(2);
      expect(await database.knex('stock_publication').where({ state: 'PENDING' })).toEqual([]);
    });
  });
});
