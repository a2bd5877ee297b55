import { describeOnEveryDatabase } from '../kit/database';
import { migratorConfig } from '../../src/store/migrate';

describeOnEveryDatabase('migrations', (open) => {
  it('can be taken back, to the last one, and made again', async () => {
    const database = await open();
    try {
      const tables = async (): Promise<string[]> => {
        const columns = await database
          .knex<{ table_name: string; column_name: string; data_type: string }>('information_schema.columns')
          .where({ table_schema: 'public' } as never)
          .orderBy(['table_name', 'column_name'])
          .select('table_name', 'column_name', 'data_type');
        return columns.map((one) => `${one.table_name}.${one.column_name} ${one.data_type}`);
      };
      const before = await tables();
      await database.knex.migrate.rollback(migratorConfig, true);
      expect(await tables()).toEqual(before.filter((column) => column.startsWith('migration')));
      await database.knex.migrate.latest(migratorConfig);
      expect(await tables()).toEqual(before);
    } finally {
      await database.dispose();
    }
  });
});
