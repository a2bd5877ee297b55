/**
 * Finds or fetches the real Zeebe that the tests compare with: version 8.6.0 from Maven Central (development and
 * tests only: see the README about its licence). Unpacked once into the user's cache folder.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ZEEBE_VERSION = '8.6.0';
const MINIMUM_JAVA = 21;

/** Why a real Zeebe cannot run here; the text is shown where tests are skipped. */
export class ZeebeUnavailableError extends Error {
  override readonly name = 'ZeebeUnavailableError';
}

async function javaMajor(home: string): Promise<number> {
  try {
    const { stderr, stdout } = await run(path.join(home, 'bin', 'java'), ['-version']);
    return Number(/version "(\d+)/.exec(stderr + stdout)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** A JAVA_HOME of Java 21 or newer: the variable's, or the newest under /usr/lib/jvm. */
export async function findJavaHome(): Promise<string> {
  const folder = '/usr/lib/jvm';
  const installed = existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
  const candidates = [process.env.JAVA_HOME, ...installed].filter((home): home is string => Boolean(home));
  const versions = await Promise.all(
    candidates.map(async (home) => ({ home, major: await javaMajor(home) })),
  );
  const best = versions.sort((left, right) => right.major - left.major)[0];
  if (!best || best.major < MINIMUM_JAVA) {
    throw new ZeebeUnavailableError(
      `Expected Java ${MINIMUM_JAVA} or newer, but found ${best?.major || 'none'}; install a JDK or set JAVA_HOME`,
    );
  }
  return best.home;
}

async function fetchArchive(): Promise<string> {
  const repository = path.join(os.homedir(), '.m2', 'repository');
  const archive = path.join(
    repository,
    'io/camunda/camunda-zeebe',
    ZEEBE_VERSION,
    `camunda-zeebe-${ZEEBE_VERSION}.tar.gz`,
  );
  if (existsSync(archive)) return archive;
  try {
    await run('mvn', [
      '-q',
      '-B',
      'dependency:get',
      '-Dtransitive=false',
      `-Dmaven.repo.local=${repository}`,
      `-Dartifact=io.camunda:camunda-zeebe:${ZEEBE_VERSION}:tar.gz`,
    ]);
  } catch (error) {
    throw new ZeebeUnavailableError(
      `Expected Maven to fetch io.camunda:camunda-zeebe:${ZEEBE_VERSION}, but: ${String(error).slice(0, 300)}`,
    );
  }
  return archive;
}

/** The folder of the unpacked distribution. Throws `ZeebeUnavailableError` where Maven is missing. */
export async function zeebeHome(): Promise<string> {
  const cache = path.join(os.homedir(), '.cache', 'logigramme');
  const home = path.join(cache, `camunda-zeebe-${ZEEBE_VERSION}`);
  if (existsSync(path.join(home, 'lib'))) return home;
  const archive = await fetchArchive();
  const scratch = path.join(cache, `unpacking-${process.pid}`);
  await mkdir(scratch, { recursive: true });
  await run('tar', ['xzf', archive, '-C', scratch]);
  await rename(path.join(scratch, `camunda-zeebe-${ZEEBE_VERSION}`), home).catch((error: unknown) => {
    if (!existsSync(path.join(home, 'lib'))) throw error;
  });
  await rm(scratch, { recursive: true, force: true });
  return home;
}
