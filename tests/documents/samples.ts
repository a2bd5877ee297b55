/** Values as procedure B collects them. */
import type { CaseHistory } from '../../src/documents/history';

export const pvData = {
  numeroDossier: 'B-2026-000012',
  requerant: 'Aïssatou Ouédraogo',
  service: 'Bureau des Douanes de Bobo-Dioulasso',
  article: 'ordinateur-portable',
  libelleArticle: 'Ordinateur portable',
  quantite: 2,
  motif: 'Remplacement de deux postes hors d’usage depuis l’orage du 3 mars.',
  numeroSerie: 'SN-7F3K-00981, SN-7F3K-00982',
  numeroInventaire: 'DGD-2026-1187',
  configuration: 'Système et suite bureautique à jour\nCompte de domaine créé\nChiffrement du disque activé',
  lieuInstallation: 'Bobo-Dioulasso, bâtiment B, bureau 12',
  dateInstallation: '2026-03-17',
  utilisateur: 'Ŋmɛ́ Sɔ̃ngɩ',
  observations: 'L’écran du second poste sera livré ultérieurement.',
  dateDuJour: '2026-03-16',
};

const step = (
  key: string,
  elementId: string,
  name: string,
  type: string,
  minute: number,
  completedBy: string | null,
) => ({
  elementInstanceKey: key,
  elementId,
  name,
  type,
  startedAt: new Date(Date.UTC(2026, 2, 16, 8, minute)).toISOString(),
  endedAt: new Date(Date.UTC(2026, 2, 16, 8, minute + 7)).toISOString(),
  completedBy,
});

export const sampleHistory: CaseHistory = {
  processInstanceKey: '2251799813685260',
  bpmnProcessId: 'deploiement-materiel-informatique',
  processName: 'Déploiement du matériel informatique',
  version: 1,
  startedAt: '2026-03-16T08:00:00.000Z',
  initiator: 'requerant',
  processInstanceKeys: ['2251799813685260'],
  steps: [
    step('11', 'B1_demande_recue', 'Demande de matériel reçue', 'START_EVENT', 0, null),
    step('12', 'B2_transmettre_au_cb', 'Transmettre la demande au CB', 'USER_TASK', 1, 'dsi'),
    step('13', 'B3_analyser_demande', 'Analyser la demande', 'USER_TASK', 9, 'cb-bit'),
    step('14', 'B3_decision', 'Demande justifiée ?', 'EXCLUSIVE_GATEWAY', 17, null),
    step('15', 'B5_verifier_disponibilite', 'Vérifier la disponibilité', 'SERVICE_TASK', 18, null),
    {
      ...step('16', 'B10_archiver_pv', 'Archiver le PV d’installation', 'SERVICE_TASK', 30, null),
      endedAt: null,
    },
  ],
};

/** The sample case under another key; `archiveStep`: element instance of the job that archives it. */
export function caseWith(processInstanceKey: string, archiveStep?: string): CaseHistory {
  const last = sampleHistory.steps.at(-1)!;
  const steps = archiveStep === undefined ? [] : [{ ...last, elementInstanceKey: archiveStep }];
  return {
    ...sampleHistory,
    processInstanceKey,
    processInstanceKeys: [processInstanceKey],
    steps: [...sampleHistory.steps.slice(0, -1), ...steps],
  };
}
