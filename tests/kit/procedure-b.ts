/** Procedure B, « déploiement du matériel informatique », as people walk it through the API. */
import { eventually, type Person } from './program';

export const PROCEDURE_B = 'deploiement-materiel-informatique';

export const demande = {
  requerant: 'Awa Traoré',
  courrielRequerant: 'awa.traore@douanes.example',
  service: 'Bureau de Dakar-Port',
  article: 'ordinateur-portable',
  quantite: 1,
  motif: 'Remplacement d’un poste hors d’usage',
} as const;

/** What a person enters at each step, when all goes well. */
export const saisies = {
  B2_transmettre_au_cb: { instructionsDsi: 'Pour analyse.' },
  B3_analyser_demande: { resultatEnquete: 'Poste hors d’usage.', demandeJustifiee: true },
  B5_dossier_transmettre: {},
  B6_configurer_materiel: {
    numeroSerie: 'SN-1',
    numeroInventaire: 'INV-1',
    configuration: 'Poste standard',
  },
  B7_rediger_pv: { lieuInstallation: 'Dakar', dateInstallation: '2026-12-01', utilisateur: 'Awa Traoré' },
  B7_signature: { pvSigne: true },
  B8_deployer: { dateDeploiement: '2026-12-02', deploiementConforme: true },
  B9_receptionner_pv: { viseePar: 'Awa Traoré', dateVisa: '2026-12-03' },
} as const satisfies Record<string, Record<string, unknown>>;
export type Step = keyof typeof saisies;

interface Task {
  readonly key: string;
  readonly elementId: string;
  readonly state: string;
  readonly completedBy: string | null;
}

export interface Instance {
  readonly state: string;
  readonly hasIncident: boolean;
  readonly caseNumber: string | null;
  readonly allowed: { readonly withdraw: boolean };
}

export async function startB(requester: Person, changes: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await requester.post<{ processInstanceKey: string }>('/process-instances', {
    bpmnProcessId: PROCEDURE_B,
    variables: { ...demande, ...changes },
  });
  if (status !== 201) throw new Error(`Expected B to start, but got ${status} ${JSON.stringify(body)}`);
  return body.processInstanceKey;
}

/** The open task of a step, once it is there. */
export async function openTask(actor: Person, instanceKey: string, step: Step): Promise<Task> {
  const tasks = await eventually(
    async () =>
      (await actor.get<{ items: Task[] }>(`/tasks?state=CREATED&processInstanceKey=${instanceKey}`)).body
        .items,
    (items) => items.some((task) => task.elementId === step),
  );
  return tasks.find((task) => task.elementId === step) as Task;
}

/** Claims and completes a step. */
export async function doStep(
  actor: Person,
  instanceKey: string,
  step: Step,
  entered: Record<string, unknown> = saisies[step],
): Promise<void> {
  const task = await openTask(actor, instanceKey, step);
  for (const [action, body] of [['claim'], ['complete', { variables: entered }]] as const) {
    const answer = await actor.post(`/tasks/${task.key}/${action}`, body);
    if (answer.status !== 200) {
      throw new Error(
        `Expected to ${action} ${step}, but got ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
  }
}

export async function instanceInState(reader: Person, instanceKey: string, state: string): Promise<Instance> {
  const { body } = await eventually(
    () => reader.get<Instance>(`/process-instances/${instanceKey}`),
    (answer) => answer.body.state === state,
  );
  return body;
}

/** Until the case stands at an element. */
export async function standsAt(reader: Person, instanceKey: string, elementId: string): Promise<void> {
  await eventually(
    () =>
      reader.get<{ items: { elementId: string; state: string }[] }>(
        `/process-instances/${instanceKey}/elements`,
      ),
    (answer) =>
      answer.body.items.some((element) => element.elementId === elementId && element.state === 'ACTIVE'),
  );
}
