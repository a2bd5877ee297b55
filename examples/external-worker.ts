/**
 * A worker as another repository would have it: nothing but zeebe-node, and the contract written down in
 * docs/writing-a-worker.md. Its job type is `calcul-taxe`; ZEEBE_ADDRESS is the gateway of the program or of a Zeebe.
 */
import { Duration, ZBClient } from 'zeebe-node';

interface Input {
  readonly valeur: number;
  readonly taux: number;
}

/** What is wrong with the variables, in words for the person who will read the incident; null when nothing is. */
function problemOf({ valeur, taux }: Partial<Input>): string | null {
  if (typeof valeur !== 'number' || valeur < 0)
    return 'Variable « valeur » : un montant positif est attendu.';
  if (typeof taux !== 'number') return 'Variable « taux » : un nombre est attendu.';
  return null;
}

const client = new ZBClient(process.env['ZEEBE_ADDRESS'] ?? '127.0.0.1:26500', {
  loglevel: 'ERROR',
  longPoll: Duration.seconds.of(30),
  pollInterval: Duration.milliseconds.of(50),
});

client.createWorker<Partial<Input>, object, { taxe: number }>({
  taskType: 'calcul-taxe',
  maxJobsToActivate: 4,
  // The lease: longer than the longest run, for zeebe-node cannot extend it.
  timeout: Duration.seconds.of(30),
  taskHandler: (job) => {
    const problem = problemOf(job.variables);
    // No retry helps: an incident at once.
    if (problem !== null) return job.fail({ errorMessage: problem, retries: 0 });
    const { valeur = 0, taux = 0 } = job.variables;
    if (taux > 100) return job.error('TAUX_INVALIDE', `Le taux ${taux} % dépasse 100 %.`);
    return job.complete({ taxe: Math.round(valeur * taux) / 100 });
  },
});
process.stdout.write('calcul-taxe\n');

process.on('SIGTERM', () => {
  // Takes no more jobs and answers those in hand.
  void client.close().then(() => process.exit(0));
});
