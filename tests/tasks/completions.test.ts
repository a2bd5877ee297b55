import { CaseNumbers } from '../../src/cases/numbers';
import { Claims } from '../../src/tasks/claims';
import { Completions } from '../../src/tasks/completions';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

jest.setTimeout(180_000);

describeOnEveryDatabase('claims, completions and numbers', (open) => {
  let database: TestDatabase;
  let now = Date.parse('2026-06-01T10:00:00Z');
  const clock = () => now;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.dispose());

  it('should let one of many claim', async () => {
    const claims = new Claims(database.knex, clock);
    const holders = await Promise.all(['a', 'b', 'c', 'd'].map((account) => claims.claim('1', account)));
    expect(new Set(holders).size).toBe(1);
    await claims.release('1');
    expect(await claims.holder('1')).toBeNull();
  });

  it('should let one of many begin, and the next one after a refusal', async () => {
    const completions = new Completions(database.knex, clock);
    const attempts = await Promise.all(['a', 'b', 'c'].map((account) => completions.begin('2', account)));
    const [attempt] = attempts.filter((one) => one !== null);
    expect(attempts.filter((one) => one !== null)).toHaveLength(1);
    await completions.refuse(attempt!);
    expect(await completions.account('2')).toBeNull();
    const next = await completions.begin('2', 'd');
    await completions.confirm(next!);
    expect(await completions.begin('2', 'e')).toBeNull();
    now += 60_000;
    expect(await completions.begin('2', 'e')).toBeNull();
    expect(await completions.account('2')).toBe('d');
  });

  it('should give an open attempt back to its author when the next one is refused', async () => {
    const completions = new Completions(database.knex, clock);
    await completions.leaveOpen((await completions.begin('3', 'a'))!);
    await completions.leaveOpen((await completions.begin('3', 'b'))!);
    const third = await completions.begin('3', 'c');
    expect(await completions.account('3')).toBe('c');
    await completions.refuse(third!);
    expect(await completions.account('3')).toBe('a');
  });

  it('should number without gap or double, per letter and year', async () => {
    const numbers = new CaseNumbers(database.knex, clock);
    const allocate = (letter: string) => numbers.allocate({ letter, account: 'a', bpmnProcessId: 'p' });
    const many = await Promise.all(Array.from({ length: 60 }, () => allocate('B')));
    expect([...many].sort()).toEqual(many.map((_, index) => `B-2026-${String(index + 1).padStart(6, '0')}`));
    expect(await allocate('C')).toBe('C-2026-000001');
    await numbers.giveBack('B-2026-000060');
    expect(await allocate('B')).toBe('B-2026-000060');
    now = Date.parse('2027-01-01T00:00:00Z');
    expect(await allocate('B')).toBe('B-2027-000001');
  });
});
