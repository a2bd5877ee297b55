/** The whole program as its user meets it: how soon it serves, what it holds in memory, how soon work shows. */
import { setTimeout as delay } from 'node:timers/promises';
import { withFolder } from './engine-process';
import { percentile, type Measurement } from './measurement';
import { startMeasured, type Running } from './program-process';

const IDLE_MILLIS = 10_000;
const COMPLETIONS = 30;

const request = {
  requerant: 'Awa Traoré',
  courrielRequerant: 'awa.traore@douanes.example',
  service: 'Bureau de Dakar-Port',
  article: 'ordinateur-portable',
  quantite: 1,
  motif: 'Mesure',
};

async function shows(running: Running, key: string, elementId: string): Promise<void> {
  type Items = { items: { elementId: string }[] };
  for (;;) {
    const { body } = await running.as('requerant').get<Items>(`/process-instances/${key}/elements`);
    if (body.items.some((element) => element.elementId === elementId)) return;
    await delay(2);
  }
}

/** Milliseconds from sending the completion of a task until the requester's view shows the next step. */
async function completionShows(running: Running): Promise<number> {
  const requester = running.as('requerant');
  const started = await requester.post<{ processInstanceKey: string }>('/process-instances', {
    bpmnProcessId: 'deploiement-materiel-informatique',
    variables: request,
  });
  const key = started.body.processInstanceKey;
  await shows(running, key, 'B2_transmettre_au_cb');
  type Tasks = { items: { key: string }[] };
  const tasks = await running.as('dsi').get<Tasks>(`/tasks?state=CREATED&processInstanceKey=${key}`);
  const began = performance.now();
  const done = await running.as('dsi').post(`/tasks/${tasks.body.items[0]?.key}/complete`, { variables: {} });
  if (done.status !== 200) throw new Error(`Expected a completed task, but got ${JSON.stringify(done.body)}`);
  await shows(running, key, 'B3_analyser_demande');
  return performance.now() - began;
}

const onPglite = (name: string, value: number, unit: string, below?: number): Measurement => ({
  name,
  unit,
  values: { pglite: value },
  ...(below !== undefined && { targets: { pglite: { of: 'value', atMost: below } } }),
});

async function measureRunning(running: Running): Promise<Measurement[]> {
  const results: Measurement[] = [];
  await delay(IDLE_MILLIS);
  const idle = running.residentMemory();
  if (idle !== undefined) results.push(onPglite('idle resident memory', idle, 'MB', 450));
  const latencies: number[] = [];
  for (let count = 0; count < COMPLETIONS; count += 1) latencies.push(await completionShows(running));
  results.push(
    onPglite('completed task shows, p50', percentile(latencies, 0.5), 'ms', 300),
    onPglite('completed task shows, p99', percentile(latencies, 0.99), 'ms', 300),
  );
  const after = running.residentMemory();
  if (after !== undefined) results.push(onPglite(`resident memory after ${COMPLETIONS} cases`, after, 'MB'));
  return results;
}

/** On a data folder of its own. */
export function measureProgram(): Promise<Measurement[]> {
  return withFolder(async (dataDir) => {
    const first = await startMeasured(dataDir);
    await first.stop();
    const later = await startMeasured(dataDir);
    const results = [
      onPglite('first start of the whole program (without build)', first.startedInMillis / 1000, 's', 90),
      onPglite('later start of the whole program (without build)', later.startedInMillis / 1000, 's', 10),
      onPglite('CPU of a later start of the whole program', later.startedWithCpuMillis / 1000, 's'),
      ...(await measureRunning(later)),
    ];
    await later.stop();
    return results;
  });
}
