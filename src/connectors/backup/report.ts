/** The report of a backup, for people. */
import { RunState, type BackupRun } from './runs';

const UNITS = ['o', 'ko', 'Mo', 'Go', 'To'] as const;

/** « 12,3 Mo » */
export function volumeOf(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = (bytes / 1024 ** step).toLocaleString('fr', { maximumFractionDigits: step === 0 ? 0 : 1 });
  return `${value} ${UNITS[step] ?? 'o'}`;
}

function durationOf(run: BackupRun): string {
  const seconds = Math.round(((run.ended_at ?? run.started_at).getTime() - run.started_at.getTime()) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export function reportOf(run: BackupRun): string {
  const done = run.state === RunState.DONE;
  const lines = [
    `Plan « ${run.plan} » : sauvegarde ${done ? 'réussie' : 'en échec'}.`,
    `Durée : ${durationOf(run)}.`,
    ...(run.size !== null
      ? [
          `Fichier : ${run.file}`,
          `Volume : ${volumeOf(run.size ?? 0)} (${run.size ?? 0} octets)`,
          `SHA-256 : ${run.sha256 ?? ''}`,
        ]
      : []),
    ...(run.verification === null ? [] : [run.verification]),
    ...(run.said === '' ? [] : [run.said]),
  ];
  return lines.join('\n').slice(0, 4_000);
}
