/**
 * Applications that are stopped, started and tested by commands. A command that an earlier attempt left running is
 * waited for, and the application is looked at before anything is done to it again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Connector, ReadVariable } from '../../kit/connector';
import { endLeftBehind, isRunning, type CommandEnd } from '../run-command';
import { checkApplications } from './check';
import { ApplicationError } from './errors';
import { runApplicationCommand } from './run';
import { Action, ApplicationRuns, type ApplicationRun } from './runs';
import type { Application, ApplicationCommand, ApplicationSettings } from './settings';

export interface ApplicationJob {
  /** Idempotency key. */
  readonly jobKey: string;
  readonly processInstanceKey: string;
}

export interface ApplicationOutcome {
  /** When it was over, 20:02. */
  readonly time: string;
  /** False: a test that showed an error. */
  readonly ok: boolean;
  /** What the command told, for people. */
  readonly said: string;
}

/** `name`: as the case says it. All throw `ApplicationError`. */
export interface Applications extends Connector {
  stopOnce(job: ApplicationJob, name: string): Promise<ApplicationOutcome>;
  startOnce(job: ApplicationJob, name: string): Promise<ApplicationOutcome>;
  testOnce(job: ApplicationJob, name: string): Promise<ApplicationOutcome>;
}

export interface ApplicationParts {
  readonly settings: ApplicationSettings;
  readonly read: ReadVariable;
  readonly knex: Knex;
  readonly clock: () => Date;
  /** Of the times that people read. */
  readonly timeZone: string;
  /** Between two tests while an application comes up; for tests of ours. */
  readonly pauseMillis?: number;
}

const leftBehindPauseMillis = 200;

function howItEnded({ timedOut, code, said }: CommandEnd, { limitMinutes }: ApplicationCommand): string {
  const how = timedOut
    ? `n’était pas terminée après ${limitMinutes} minute(s) et a été interrompue`
    : code === null
      ? 'a été interrompue'
      : `s’est terminée avec le code ${code}`;
  return `${how}.${said === '' ? '' : `\n${said}`}`;
}

export function createApplications(parts: ApplicationParts): Applications {
  const { settings, read, knex, clock, timeZone, pauseMillis = 5_000 } = parts;
  const timeOfDay = new Intl.DateTimeFormat('fr', { timeZone, hour: '2-digit', minute: '2-digit' });
  const runs = new ApplicationRuns(knex, clock);

  const outcomeOf = ({ ended_at: at, state, said }: ApplicationRun): ApplicationOutcome => ({
    time: timeOfDay.format(at ?? clock()),
    ok: state === 'DONE',
    said,
  });

  function find(name: string): Application {
    const wanted = name.trim().toLowerCase();
    const found = settings.find((one) => one.name.toLowerCase() === wanted);
    if (found !== undefined) return found;
    throw new ApplicationError(
      `L’application « ${name.slice(0, 200)} » n’est pas dans le fichier des connecteurs ` +
        `(connues : ${settings.map((one) => one.name).join(', ')}). L’administrateur peut l’y ajouter, puis relancer l’étape.`,
    );
  }

  const run = (
    job: ApplicationJob,
    { name }: Application,
    command: ApplicationCommand,
  ): Promise<CommandEnd> =>
    runApplicationCommand(name, command, read, (child) => runs.started(job.jobKey, child));

  /** What an attempt that was killed left running ends by itself or, its time over, by us. */
  async function awaitLeftBehind(run: ApplicationRun, { limitMinutes }: ApplicationCommand): Promise<void> {
    if (run.process_group === null) return;
    const left = { pid: run.process_group, birth: run.process_birth };
    const until = Date.now() + limitMinutes * 60_000;
    while (isRunning(left) && Date.now() < until) await pause(leftBehindPauseMillis);
    endLeftBehind(left);
  }

  const isUp = ({ timedOut, code }: CommandEnd): boolean => !timedOut && code === 0;

  /** The last test: of the first that shows the application up, or when its time is over. */
  async function awaitUp(
    job: ApplicationJob,
    application: Application,
    minutes: number,
  ): Promise<CommandEnd> {
    const until = Date.now() + minutes * 60_000;
    for (;;) {
      const end = await run(job, application, application.test);
      if (isUp(end) || Date.now() + pauseMillis > until) return end;
      await pause(pauseMillis);
    }
  }

  /**
   * What makes acting needless; null: nothing. What an earlier attempt started may need its time; a stop is looked for
   * only when it may have been done, for a test that fails is no proof of one.
   */
  async function alreadyDone(
    job: ApplicationJob,
    application: Application,
    { action, attempts }: ApplicationRun,
  ) {
    const again = attempts > 1;
    if (action === Action.STOP && !again) return null;
    const minutes = action === Action.START && again ? application.readyWithinMinutes : 0;
    const up = isUp(await awaitUp(job, application, minutes));
    if (action === Action.START) return up ? 'L’application était déjà disponible.' : null;
    return up ? null : 'L’application était déjà arrêtée.';
  }

  async function act(job: ApplicationJob, application: Application, action: 'STOP' | 'START') {
    const [command, what] =
      action === Action.STOP
        ? ([application.stop, `L’arrêt de l’application « ${application.name} »`] as const)
        : ([application.start, `Le démarrage de l’application « ${application.name} »`] as const);
    const begun = await runs.begin({ ...job, application: application.name, action });
    if (begun.state !== 'RUNNING') return outcomeOf(begun);
    await awaitLeftBehind(begun, command);
    const done = await alreadyDone(job, application, begun);
    if (done !== null) return outcomeOf(await runs.end(job.jobKey, 'DONE', done));
    const end = await run(job, application, command);
    if (isUp(end)) return outcomeOf(await runs.end(job.jobKey, 'DONE', end.said));
    throw new ApplicationError(
      `${what} : la commande ${howItEnded(end, command)}\n` +
        'Vérifiez l’état de l’application, corrigez, puis relancez l’étape : elle regarde d’abord où en est l’application.',
    );
  }

  async function testOnce(job: ApplicationJob, name: string): Promise<ApplicationOutcome> {
    const application = find(name);
    const begun = await runs.begin({ ...job, application: application.name, action: Action.TEST });
    if (begun.state !== 'RUNNING') return outcomeOf(begun);
    await awaitLeftBehind(begun, application.test);
    const end = await awaitUp(job, application, application.readyWithinMinutes);
    if (isUp(end)) return outcomeOf(await runs.end(job.jobKey, 'DONE', end.said));
    const said = `La commande de test ${howItEnded(end, application.test)}`;
    return outcomeOf(await runs.end(job.jobKey, 'FAILED', said));
  }

  return {
    name: 'applications',
    jobTypes: ['stop-application', 'start-application', 'test-application'],
    check: () => checkApplications(settings, read),
    stopOnce: async (job, name) => act(job, find(name), Action.STOP),
    startOnce: async (job, name) => act(job, find(name), Action.START),
    testOnce,
  };
}
