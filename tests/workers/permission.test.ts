/** A connector lets in the procedures that are named for it, and acts on agreements that people really gave. */
import { z } from 'zod';
import { proceduresOf } from '../../src/connectors/procedures';
import { runJob } from '../../src/workers/host/run-job';
import type { JobProvenance, Worker, WorkerServices } from '../../src/workers/services';
import { jobOf, silent } from './kit';

let ran = 0;
const worker: Worker = {
  type: 'fermer-guichet',
  description: '',
  input: z.looseObject({ urgent: z.boolean().optional() }),
  output: z.strictObject({}),
  errors: [],
  connector: 'tickets',
  async handle() {
    ran += 1;
    return {};
  },
};
beforeEach(() => (ran = 0));

interface Given {
  readonly chain?: readonly string[];
  readonly by?: Readonly<Record<string, string>>;
  readonly approval?: Worker['approval'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const people: Readonly<Record<string, { groups: string[]; roles: ('admin' | 'agent')[] }>> = {
  awa: { groups: ['rssi'], roles: ['agent'] },
  koffi: { groups: ['gs', 'cssd'], roles: ['agent'] },
  chef: { groups: [], roles: ['admin'] },
};

function run({ chain = ['guichets'], by = {}, approval, headers = {}, variables = {} }: Given) {
  const instances: JobProvenance = chain.map((bpmnProcessId, index) => ({
    processInstanceKey: String(index + 1),
    bpmnProcessId,
  }));
  const services = {
    connectors: { procedures: proceduresOf({ tickets: ['guichets', 'agences'] }) },
    provenance: async () => instances,
    completedBy: async (_: JobProvenance, elementId: string) => by[elementId] ?? null,
    account: async (name: string) => people[name] ?? null,
  } as unknown as WorkerServices;
  const job = jobOf({
    type: worker.type,
    bpmnProcessId: chain[0] ?? '',
    elementId: 'G9_fermer',
    customHeaders: headers,
    variables,
  });
  const asked = approval === undefined ? worker : { ...worker, approval };
  return runJob(asked, job, services, silent, new AbortController().signal);
}

const refused = (...said: string[]) => {
  const all = said.map((text): unknown => expect.stringContaining(text));
  return async (outcome: Promise<unknown>) => {
    for (const errorMessage of all) {
      expect(await outcome).toMatchObject({ kind: 'fail', retries: 0, errorMessage });
    }
    expect(ran).toBe(0);
  };
};

test.each([[['guichets']], [['guichets', 'agences']], [['agences', 'guichets', 'guichets']]])(
  '%j: all are named, and the step is done',
  async (chain) => {
    expect(await run({ chain })).toMatchObject({ kind: 'complete' });
    expect(ran).toBe(1);
  },
);

test.each([
  [['pirate'], '« pirate » n’a pas'],
  [['Guichets'], '« Guichets » n’a pas'],
  [['guichets', 'pirate'], '« pirate », qui appelle « guichets », n’a pas'],
  [['guichets', 'pirate', 'agences'], '« pirate », qui appelle'],
  [['agences', 'guichets', 'intrus'], '« intrus », qui appelle'],
])('%j: an incident says who has to name which procedure, where', async (chain, said) => {
  await refused(
    said,
    'connecteur « tickets »',
    'l’administrateur ajoute',
    'procedures: tickets:',
  )(run({ chain }));
});

const approval = { step: 'G4_accord', group: 'rssi' };

test.each([
  [{ by: { G4_accord: 'awa' } }],
  [{ by: { G4_accord: 'chef' } }],
  [{ by: { G7_avis: 'awa' }, headers: { approval: ' G7_avis ' } }],
])('%j: the agreement was given by who may give it', async (given) => {
  expect(await run({ ...given, approval })).toMatchObject({ kind: 'complete' });
});

test.each([
  [{}, 'personne n’a terminé l’étape « G4_accord »'],
  [{ variables: { accord: true, G4_accord: 'awa' } }, 'personne n’a terminé'],
  [{ by: { G4_accord: 'koffi' } }, 'terminée par « koffi », qui n’est pas du groupe « rssi »'],
  [{ by: { G4_accord: 'parti' } }, 'terminée par « parti »'],
  [
    { by: { G4_accord: 'awa' }, headers: { approval: 'G7_avis' } },
    'personne n’a terminé l’étape « G7_avis »',
  ],
])('%j: without the agreement nothing is done', async (given, said) => {
  await refused(
    said,
    'Faites terminer cette étape par un membre du groupe « rssi »',
  )(run({ ...given, approval }));
});

test('an agreement that this case does not need is not asked for', async () => {
  const needed = (input: unknown) => (input as { urgent?: boolean }).urgent === true;
  await refused('attend l’accord')(run({ approval: { ...approval, needed }, variables: { urgent: true } }));
  expect(await run({ approval: { ...approval, needed }, variables: { urgent: false } })).toMatchObject({
    kind: 'complete',
  });
});
