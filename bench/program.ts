/** The whole program as its user meets it: how soon it serves, what it holds in memory, how soon work shows. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startMeasured, type Running } from './child';
import { percentile, type Engine, type Measurement } from './measurement';

const IDLE_MS = 10_000;
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

async function measureRunning(running: Running, engine: Engine): Promise<Measurement[]> {
  const results: Measurement[] = [];
  await delay(IDLE_MS);
  const idle = running.residentMemory();
  if (idle !== null)
    results.push({ name: 'idle resident memory', engine, value: idle, unit: 'MB', target: 450 });
  const latencies: number[] = [];
  for (let count = 0; count < COMPLETIONS; count += 1) latencies.push(await completionShows(running));
  const latency = (name: string, value: number): Measurement => ({
    name: `completed task shows, ${name}`,
    engine,
    value,
    unit: 'ms',
    target: 300,
  });
  results.push(latency('p50', percentile(latencies, 0.5)), latency('p99', percentile(latencies, 0.99)));
  const after = running.residentMemory();
  if (after !== null)
    results.push({ name: `resident memory after ${COMPLETIONS} cases`, engine, value: after, unit: 'MB' });
  return results;
}

/** On a data folder of its own. `settings` choose another engine than the embedded one. */
export async function measureProgram(
  engine: Engine = 'embedded',
  settings: Readonly<Record<string, string>> = {},
): Promise<Measurement[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'logigramme-bench-'));
  try {
    const first = await startMeasured(dataDir, settings);
    await first.stop();
    const later = await startMeasured(dataDir, settings);
    const start = (name: string, value: number, target: number): Measurement => ({
      name,
      engine,
      value: value / 1000,
      unit: 's',
      target,
    });
    const results = [
      start('first start (without build)', first.startedInMs, 90),
      start('later start (without build)', later.startedInMs, 10),
      ...(await measureRunning(later, engine)),
    ];
    await later.stop();
    return results;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
