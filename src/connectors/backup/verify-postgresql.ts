/** Restores a dump into a database made for it on the scratch server, reads every row, and drops it. */
import { Client, escapeIdentifier } from 'pg';
import { inherited } from '../run-command';
import { postgresqlVariables, requiredVariable } from './command';
import { BackupError } from './errors';
import { failedRestore, runRestore, type RestoreJob, type Verification } from './restore';

interface Scratch {
  readonly databaseUrlFrom: string;
  readonly program: string;
}

const connectMillis = 30_000;

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: connectMillis });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function onServer(url: string, statements: readonly string[]): Promise<void> {
  try {
    await withClient(url, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new BackupError(
      `La sauvegarde est faite, mais le serveur de la restauration d’essai ne l’accepte pas (« ${said} »). ` +
        'Vérifiez qu’il répond et que son utilisateur peut créer des bases, puis relancez l’étape.',
      true,
      { cause: error },
    );
  }
}

/** Counts every row, so that every page that was restored is read. */
async function countRows(url: string): Promise<{ tables: number; rows: bigint }> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`,
    );
    let rows = 0n;
    for (const { schema, name } of tables) {
      const from = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
      const counted = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ONLY ${from}`);
      rows += BigInt(counted.rows[0]?.n ?? 0);
    }
    return { tables: tables.length, rows };
  });
}

export async function restorePostgresql(
  plan: string,
  { databaseUrlFrom, program }: Scratch,
  job: RestoreJob,
): Promise<Verification> {
  const url = requiredVariable(job.read, databaseUrlFrom, plan);
  const database = `logigramme_essai_${job.jobKey}`;
  const drop = `DROP DATABASE IF EXISTS ${escapeIdentifier(database)} WITH (FORCE)`;
  const environment = {
    ...inherited(job.read),
    ...postgresqlVariables(url, plan, databaseUrlFrom),
    PGDATABASE: database,
  };
  await onServer(url, [drop, `CREATE DATABASE ${escapeIdentifier(database)} TEMPLATE template0`]);
  try {
    const command = {
      program,
      arguments: [
        '--exit-on-error',
        '--no-owner',
        '--no-privileges',
        '--no-password',
        `--dbname=${database}`,
        job.file,
      ],
      environment,
    };
    const end = await runRestore(command, job);
    if (end.code !== 0) return failedRestore('La base d’essai n’a pas pu être restaurée', end);
    const { tables, rows } = await countRows(urlOf(url, database));
    return { ok: true, text: `Base restaurée à l’essai : ${tables} table(s), ${rows} ligne(s).` };
  } finally {
    await onServer(url, [drop]);
  }
}
