import { byteaArray, int4Array, int8Array, jsonArray, textArray } from '../../src/store/array-parameter';
import { runStatement } from '../../src/store/statement';
import { describeOnEveryDatabase, type TestDatabase } from '../kit/database';

jest.setTimeout(180_000);

describeOnEveryDatabase('binary array parameters', (open) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.dispose());

  async function echo(type: string, values: Buffer): Promise<unknown> {
    const [row] = await runStatement(database.knex, {
      text: `SELECT to_json($1::${type}[])::text AS found`,
      values: [values],
    });
    return JSON.parse((row as { found: string }).found) as unknown;
  }

  it('keep integers, negative ones and nulls', async () => {
    expect(await echo('int', int4Array([0, -1, 2_147_483_647]))).toEqual([0, -1, 2_147_483_647]);
    const values = [0, -1, -4_294_967_297, 2 ** 53 - 1, null, 2_251_799_813_685_249];
    expect(await echo('bigint', int8Array(values))).toEqual(values);
  });

  it('keep integers beyond 2^53, as text', async () => {
    const [row] = await runStatement(database.knex, {
      text: 'SELECT ($1::bigint[])[1]::text AS found',
      values: [int8Array(['9223372036854775807'])],
    });
    expect(row).toEqual({ found: '9223372036854775807' });
    expect(() => int8Array([2 ** 53])).toThrow('Expected an integer below 2^53');
  });

  it('keep any text', async () => {
    const values = ['', 'a', '{"},\\', 'é'.repeat(20), '😀'.repeat(100), 'NULL', 'x'.repeat(100_000)];
    expect(await echo('text', textArray(values))).toEqual(values);
    expect(await echo('json', jsonArray(['{"a":[1,null]}', '"é"']))).toEqual([{ a: [1, null] }, 'é']);
  });

  it('keep bytes', async () => {
    const values = [Buffer.from([]), Buffer.from([0, 1, 127, 128, 255]), Buffer.alloc(10_000, 7)];
    expect(await echo('bytea', byteaArray(values))).toEqual(
      values.map((bytes) => `\\x${bytes.toString('hex')}`),
    );
  });

  it('may be empty', async () => {
    expect(await echo('int', int4Array([]))).toEqual([]);
    expect(await echo('bigint', int8Array([]))).toEqual([]);
    expect(await echo('text', textArray([]))).toEqual([]);
    expect(await echo('bytea', byteaArray([]))).toEqual([]);
  });
});
