/** Runs each application's test and looks for its programs; stops and starts nothing. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { checkOf, type ConnectorCheck, type ReadVariable } from '../../kit/connector';
import { ApplicationError } from './errors';
import { environmentOf, runApplicationCommand } from './run';
import type { Application, ApplicationCommand, ApplicationSettings } from './settings';

async function commandProblems(
  name: string,
  what: string,
  command: ApplicationCommand,
  read: ReadVariable,
): Promise<string[]> {
  try {
    environmentOf(name, command, read);
    await access(command.program, constants.X_OK);
    return [];
  } catch (error) {
    if (error instanceof ApplicationError) return [error.message];
    return [
      `Application « ${name} », ${what} : « ${command.program} » est introuvable ou ne peut pas être exécuté.`,
    ];
  }
}

async function testProblems({ name, test }: Application, read: ReadVariable): Promise<string[]> {
  try {
    const { code, timedOut, said } = await runApplicationCommand(name, test, read, async () => undefined);
    if (code === 0 && !timedOut) return [];
    const how = timedOut ? 'ne s’est pas terminé à temps' : `s’est terminé avec le code ${code ?? 'inconnu'}`;
    return [`Application « ${name} » : le test de connexion ${how}${said === '' ? '' : ` (« ${said} »)`}.`];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

export async function checkApplications(
  settings: ApplicationSettings,
  read: ReadVariable,
): Promise<ConnectorCheck> {
  const problems: string[] = [];
  for (const application of settings) {
    const { name, stop, start } = application;
    problems.push(...(await commandProblems(name, 'arrêt', stop, read)));
    problems.push(...(await commandProblems(name, 'démarrage', start, read)));
    problems.push(...(await testProblems(application, read)));
  }
  return checkOf(problems, `${settings.length} application(s) répondent au test de connexion.`);
}
