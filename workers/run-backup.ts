import { z } from 'zod';
import { reportOf, volumeOf } from '../src/connectors/backup/report';
import { RunState } from '../src/connectors/backup/runs';
import { LONGEST_STEP_MILLIS } from '../src/connectors/backup/settings';
import { needed } from '../src/workers/jobs/missing-connector';
import { defineWorker } from '../src/workers/services';

export const worker = defineWorker({
  type: 'run-backup',
  description:
    'Exécute le plan de sauvegarde du serveur ou de l’application ; une seule sauvegarde par étape, même relancée.',
  input: z.looseObject({ serveur: z.string().min(1).max(200) }),
  output: z.strictObject({
    modeExecution: z.enum(['automatique', 'manuelle']).optional().meta({ title: 'Exécution' }),
    statutSauvegarde: z.enum(['succès', 'échec']).meta({ title: 'Statut de la sauvegarde' }),
    rapportSauvegarde: z.string().min(1).max(4000).meta({ title: 'Rapport de sauvegarde' }),
    volume: z.string().max(200).optional().meta({ title: 'Volume sauvegardé' }),
  }),
  errors: [],
  // The plan's own limit ends it.
  timeLimitMillis: LONGEST_STEP_MILLIS,
  connector: 'backup',
  connected: ({ connectors }) => connectors.backup !== null,
  async handle(input, job, { connectors }) {
    const run = await needed(connectors.backup, 'backup').runOnce(job, input.serveur);
    const done = run.state === RunState.DONE;
    return {
      modeExecution: 'automatique' as const,
      statutSauvegarde: done ? ('succès' as const) : ('échec' as const),
      rapportSauvegarde: reportOf(run),
      ...(run.size !== null && { volume: volumeOf(run.size) }),
    };
  },
});
