/** The audit log: appended to in order, by many at once; whatever is changed behind its back is found. */
import { createAuditLog, type AuditLog } from '../../src/audit/audit-log';
import { audited } from '../../src/audit/audited';
import { askedBy, askedFrom } from '../../src/audit/asking';
import { CSV_HEAD, csvLine } from '../../src/audit/csv';
import type { AuditEntry, NewAuditEntry } from '../../src/audit/entry';
import { DomainError } from '../../src/errors/catalogue';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

const did = (action: string, more: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  actor: 'gs',
  action,
  outcome: 'DONE',
  ...more,
});

describeOnEveryDatabase('the audit log', (open) => {
  let test: TestDatabase;
  let log: AuditLog;
  beforeEach(async () => {
    test = await open();
    log = createAuditLog(test.knex, () => new Date('2026-12-01T08:00:00Z'));
  }, 180_000);
  afterEach(() => test.dispose());

  /** What an intruder with the database's own rights does. */
  async function behindItsBack(statement: string): Promise<void> {
    await test.knex.raw('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only');
    await test.knex.raw(statement);
  }

  it('keeps what many note at once, one after the other, and finds itself intact', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => log.append(did('task.claim', { subject: String(n) }))),
    );
    const { items, next } = await log.list({ limit: 5 });
    expect(items.map(({ position }) => position)).toEqual(['20', '19', '18', '17', '16']);
    expect(next).toBe('16');
    expect(await log.verify()).toEqual({ ok: true, entries: '20', hash: items[0]?.hash });
  });

  it('finds by account, action and case', async () => {
    await log.append(did('task.claim', { processInstanceKey: '7' }));
    await log.append(did('case.read', { actor: 'dsi', processInstanceKey: '7' }));
    await log.append(did('case.read', { actor: 'dsi', processInstanceKey: '8' }));
    const found = async (filter: object) => (await log.list(filter)).items.map(({ position }) => position);
    expect(await found({ actor: 'dsi' })).toEqual(['3', '2']);
    expect(await found({ processInstanceKey: '7' })).toEqual(['2', '1']);
    expect(await found({ action: 'case.read', before: '3' })).toEqual(['2']);
  });

  it.each(["UPDATE audit_entry SET actor = 'x'", 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])(
    'is not changed by %s',
    async (statement) => {
      await log.append(did('task.claim'));
      await expect(test.knex.raw(statement)).rejects.toThrow('append-only');
      expect(await log.verify()).toMatchObject({ ok: true, entries: '1' });
    },
  );

  it.each([
    ["UPDATE audit_entry SET content = replace(content, 'gs', 'dsi') WHERE position = 2", '2', 'CHANGED'],
    ['DELETE FROM audit_entry WHERE position = 2', '2', 'MISSING'],
    ['DELETE FROM audit_entry WHERE position = 3', '3', 'END'],
    ["UPDATE audit_entry SET hash = repeat('a', 64) WHERE position = 1", '1', 'CHANGED'],
  ])('sees what was done by %s', async (statement, position, reason) => {
    for (const action of ['a', 'b', 'c']) await log.append(did(action));
    await behindItsBack(statement);
    expect(await log.verify()).toEqual({ ok: false, position, reason });
  });
});

describe('what is noted of a capability', () => {
  const noted: NewAuditEntry[] = [];
  const keeping = { append: async (entry: NewAuditEntry) => void noted.push(entry) };
  class Counter {
    #count = 0;
    async add(by: number): Promise<number> {
      if (by < 0) throw new DomainError('BAD_REQUEST', 'Un nombre positif est attendu.');
      if (by === 13) throw new Error('unlucky');
      this.#count += by;
      return this.#count;
    }
    current = () => this.#count;
  }
  const counter = audited(
    new Counter(),
    { add: ['count.add', ([by], sum) => ({ subject: String(by), details: { sum: sum ?? null } })] },
    keeping,
  );
  beforeEach(() => void noted.splice(0));

  it('is who asked, from where, with what came of it', async () => {
    await new Promise<void>((resolve, reject) => {
      askedFrom('192.0.2.7', () => {
        askedBy('gs');
        counter.add(2).then(() => resolve(), reject);
      });
    });
    await expect(counter.add(-1)).rejects.toThrow('positif');
    await expect(counter.add(13)).rejects.toThrow('unlucky');
    expect(counter.current()).toBe(2);
    expect(noted).toEqual([
      {
        actor: 'gs',
        action: 'count.add',
        outcome: 'DONE',
        subject: '2',
        details: { sum: 2, address: '192.0.2.7' },
      },
      { actor: 'logigramme', action: 'count.add', outcome: 'REFUSED', subject: '-1', details: { sum: null } },
      { actor: 'logigramme', action: 'count.add', outcome: 'FAILED', subject: '13', details: { sum: null } },
    ]);
  });

  it('is no formula in a spreadsheet', () => {
    const entry: AuditEntry = {
      position: '1',
      at: '2026-12-01T08:00:00.000Z',
      actor: '=HYPERLINK("http://x")',
      action: 'session.refuse',
      outcome: 'REFUSED',
      subject: 'a;b',
      processInstanceKey: null,
      details: {},
      hash: 'f',
    };
    expect(CSV_HEAD.split(';')).toHaveLength(9);
    expect(csvLine(entry)).toBe(
      '1;2026-12-01T08:00:00.000Z;"\'=HYPERLINK(""http://x"")";session.refuse;REFUSED;"a;b";;{};f\r\n',
    );
  });
});
