/** `npm run guide [-- FOLDER]`: writes guide.html and guide.pdf from what is deployed. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readEnvironment } from '../config/environment';
import { createGuide } from '../guide/guide';
import { createReadModel } from '../readmodel/read-model';
import { openDatabase } from '../store/open';

async function main(): Promise<void> {
  const environment = readEnvironment();
  const folder = path.resolve(process.argv[2] ?? path.join(environment.dataDir, 'guide'));
  const database = await openDatabase({
    databaseUrl: environment.DATABASE_URL,
    dataDir: environment.dataDir,
  });
  try {
    await database.migrate();
    const queries = createReadModel(database.knex);
    if ((await queries.processes()).length === 0) {
      throw new Error('Expected deployed procedures, but there are none. Start the program once: npm start');
    }
    const guide = createGuide({
      queries,
      administration: environment.ADMINISTRATION,
      timeZone: environment.TZ,
      clock: () => new Date(),
    });
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'guide.html'), await guide.html());
    await writeFile(path.join(folder, 'guide.pdf'), await guide.pdf());
    console.log(`Written: ${path.join(folder, 'guide.html')} and guide.pdf`);
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
