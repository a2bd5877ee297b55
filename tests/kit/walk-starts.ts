/** Starts the cases of a random walk: by form, by mail and by time. */
import { randomUUID } from 'node:crypto';
import { publishAsMail } from './messages';
import { eventually } from './program';
import { starterOf } from './scenario-run';
import { all, filled, inParallel, type Instance, type Walkers } from './walkers';

/** Starts one case by the form of its procedure. */
async function startAtRandom(walkers: Walkers, bpmnProcessId: string, startForm: unknown): Promise<string> {
  const start = { bpmnProcessId, form: startForm, variables: {} };
  const variables = await filled(walkers, start, { caseKey: randomUUID(), path: bpmnProcessId });
  const { status, body } = await walkers.program
    .as(await starterOf(walkers.program, bpmnProcessId))
    .post<Instance>('/process-instances', { bpmnProcessId, variables });
  if (status === 201) return body.processInstanceKey;
  const what = `start ${bpmnProcessId} with ${JSON.stringify(variables)}`;
  throw new Error(`Expected 201 to ${what}, but got ${status} ${JSON.stringify(body)}`);
}

/** One case by mail, where the diagram starts by one (docs/adr/0014). */
async function startByMail({ program }: Walkers, bpmnProcessId: string): Promise<readonly string[]> {
  const name = `courriel-${bpmnProcessId}`;
  const { body } = await program.as('admin').get<{ bpmnXml: string }>(`/processes/${bpmnProcessId}`);
  if (!body.bpmnXml.includes(`name="${name}"`)) return [];
  const numeroDossier = randomUUID();
  const courriel = {
    objet: 'Demande',
    texte: 'Écrite par courriel.',
    nom: 'Requérant',
    expediteur: 'requerant@douanes.example.ci',
    documents: [],
  };
  const variables = { courriel, copies: {}, initiateur: 'requerant', numeroDossier };
  const message = { name, correlationKey: numeroDossier, variables };
  await publishAsMail(program, message);
  const started = await eventually(
    () => all<Instance>(program, `/process-instances?q=${numeroDossier}`),
    (found) => found.length > 0,
  );
  return started.map(({ processInstanceKey }) => processInstanceKey);
}

/** Their keys. */
export async function startCases(
  walkers: Walkers,
  { bpmnProcessId, startForm }: { readonly bpmnProcessId: string; readonly startForm: unknown },
  count: number,
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  const each = Array.from({ length: count }, () => bpmnProcessId);
  for (const key of await startByMail(walkers, bpmnProcessId)) keys.add(key);
  await inParallel(each, async (id) => keys.add(await startAtRandom(walkers, id, startForm)));
  return keys;
}

const TIMED_START = /<bpmn:startEvent\b(?:(?!<\/bpmn:startEvent>)[\s\S])*<bpmn:timerEventDefinition\b/;

/** Lets the time come at which a procedure starts by itself, where it does. Keys of what started. */
export async function startByTime(
  { program }: Walkers,
  { bpmnProcessId, bpmnXml }: { readonly bpmnProcessId: string; readonly bpmnXml: string },
): Promise<readonly string[]> {
  if (!TIMED_START.test(bpmnXml)) return [];
  await program.clock.leap();
  const path = `/process-instances?state=ACTIVE&bpmnProcessId=${bpmnProcessId}`;
  const started = await eventually(
    () => all<Instance>(program, path),
    (found) => found.length > 0,
  );
  return started.map(({ processInstanceKey }) => processInstanceKey);
}
