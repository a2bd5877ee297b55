/** What the system knows of a process. */
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ: what /proc counts in; 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly cpuMillis: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
    return { parent: Number(fields[1]), cpuMillis: (ticks * 1000) / TICKS_A_SECOND };
  } catch {
    return undefined;
  }
}

/** CPU milliseconds of the processes and their children, ended children included; 0 where there is no /proc. */
export function cpuMillis(pids: readonly number[]): number {
  const own = pids.reduce((sum, pid) => sum + (statOf(pid)?.cpuMillis ?? 0), 0);
  let names: string[] = [];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    // No /proc: no figures.
  }
  const children = names
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat !== undefined && pids.includes(stat.parent));
  return children.reduce((sum, stat) => sum + (stat?.cpuMillis ?? 0), own);
}

/** VmRSS, in MB of 1024² bytes; undefined where there is no /proc. */
export function residentMegabytes(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  } catch {
    return undefined;
  }
}
