/**
 * `npm run admin [-- NAME [DISPLAY NAME]]`: makes the first administrator, or gives one back the way in.
 * The password is that of ADMIN_PASSWORD, or of the standard input with `--password-stdin`, or made and printed once.
 */
import './compile-cache';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { readEnvironment } from '../config/environment';
import { makeAdministrator } from '../identity/first-administrator';
import { openDatabaseOf } from './database';
import { tell } from './run-main';

const HELP = `npm run admin [-- COMPTE [NOM AFFICHÉ]] [--email ADRESSE] [--password-stdin]
Sans COMPTE : admin. Mot de passe : ADMIN_PASSWORD, sinon l’entrée standard avec --password-stdin, sinon choisi et affiché.`;

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      email: { type: 'string' },
      'password-stdin': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const environment = readEnvironment();
  const [name = 'admin', ...displayName] = positionals;
  const typed = values['password-stdin'] === true ? (await text(process.stdin)).replace(/\r?\n$/u, '') : null;
  const database = await openDatabaseOf(environment, pino({ level: 'silent' }));
  try {
    await database.migrate();
    const { isNew, newPassword } = await makeAdministrator(database.knex, {
      name,
      displayName: displayName.length === 0 ? null : displayName.join(' '),
      email: values.email ?? null,
      password: typed ?? environment.ADMIN_PASSWORD ?? null,
      at: new Date(),
    });
    const done = isNew ? `Compte « ${name} » créé, administrateur.` : `Compte « ${name} » : administrateur.`;
    const password =
      newPassword === null
        ? 'Mot de passe : celui qui a été donné.'
        : `Mot de passe (affiché cette seule fois) : ${newPassword}`;
    process.stdout.write(`${done}\n${password}\n`);
  } finally {
    await database.close();
  }
}

run().catch(tell);
