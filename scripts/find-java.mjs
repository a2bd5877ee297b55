/** Prints a JAVA_HOME of Java 21 or newer and exits 0, or exits 1. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const folder = '/usr/lib/jvm';
const homes = [
  process.env.JAVA_HOME,
  ...(existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : []),
];

function isRecent(home) {
  try {
    const text = execFileSync(path.join(home, 'bin', 'java'), ['--version'], { encoding: 'utf8' });
    return Number(/^\S+ (\d+)/.exec(text)?.[1] ?? 0) >= 21;
  } catch {
    return false;
  }
}

const home = homes.find((candidate) => candidate && isRecent(candidate));
if (!home) process.exit(1);
console.log(home);
