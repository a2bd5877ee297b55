import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../src/config/root';
import type { JobOutcome } from '../../src/zeebe';
import { BpmnError, PermanentFailure, TemporaryFailure } from '../../src/workers/contract';
import { startWorkers } from '../../src/workers/host/host';
import { backOffMillis } from '../../src/workers/host/back-off';
import { findWorkers } from '../../src/workers/host/registry';
import { defineWorker, type Worker, type WorkerServices } from '../../src/workers/services';
import { fakeGateway, jobOf, silent } from './kit';

const noServices = { connectors: { backup: null, http: null } } as WorkerServices;

function workerThat(handle: Worker['handle']): Worker {
  return defineWorker({
    type: 'essai',
    description: 'Essai.',
    input: z.object({
      quantite: z.int().min(1),
      courriel: z.email().optional(),
      choix: z.enum(['a', 'b']).optional(),
      lignes: z.array(z.object({ code: z.string().min(2) })).optional(),
    }),
    output: z.strictObject({ fait: z.boolean() }),
    errors: [{ code: 'PREVU', description: 'Prévu.' }],
    handle: handle as never,
  });
}

async function outcomeOf(
  worker: Worker,
  variables: Record<string, unknown>,
  retries = 3,
): Promise<JobOutcome> {
  const gateway = fakeGateway();
  await startWorkers({ client: gateway.client, services: noServices, logger: silent, workers: [worker] });
  return gateway.work(jobOf({ type: 'essai', variables, retries }));
}

const done = workerThat(async () => ({ fait: true }));

describe('the worker host', () => {
  it('completes a job with the worker’s outputs', async () => {
    expect(await outcomeOf(done, { quantite: 1 })).toEqual({ kind: 'complete', variables: { fait: true } });
  });

  it.each([
    [{}, 'Variable « quantite » : un nombre est attendu, mais elle est absente.'],
    [{ quantite: null }, 'Variable « quantite » : un nombre est attendu, mais la valeur reçue est null.'],
    [{ quantite: 'deux' }, 'Variable « quantite » : un nombre est attendu, mais la valeur reçue est "deux".'],
    [
      { quantite: 1.5 },
      'Variable « quantite » : un nombre entier est attendu, mais la valeur reçue est 1.5.',
    ],
    [
      { quantite: 0 },
      'Variable « quantite » : une valeur d’au moins 1 est attendue, mais la valeur reçue est 0.',
    ],
    [
      { quantite: 1, courriel: 'nulle part' },
      'Variable « courriel » : une adresse de courriel est attendue (nom@domaine), mais la valeur reçue est "nulle part".',
    ],
    [{ quantite: 1, choix: 'c' }, 'Variable « choix » : l’une de ces valeurs est attendue : a, b, mais'],
    [
      { quantite: 1, lignes: {} },
      'Variable « lignes » : une liste est attendue, mais la valeur reçue est {}.',
    ],
    [
      { quantite: 1, lignes: [{ code: 'x' }] },
      'Variable « lignes.0.code » : un texte d’au moins 2 caractère(s)',
    ],
    [{ quantite: 'x'.repeat(5000) }, `la valeur reçue est "${'x'.repeat(78)}…`],
  ])('makes an incident of bad variables that names them: %j', async (variables, sentence) => {
    const outcome = await outcomeOf(done, variables);
    expect(outcome).toMatchObject({
      kind: 'fail',
      retries: 0,
      errorMessage: expect.stringContaining(sentence),
    });
  });

  it('names all bad variables at once', async () => {
    const outcome = await outcomeOf(done, { quantite: 0, courriel: 'x' });
    expect(outcome).toMatchObject({
      errorMessage: expect.stringMatching(/quantite[^]*courriel[^]*Corrigez/),
    });
  });

  it('throws declared BPMN errors with their variables', async () => {
    const worker = workerThat(async () => {
      throw new BpmnError('PREVU', 'Voilà.', { reste: 0 });
    });
    expect(await outcomeOf(worker, { quantite: 1 })).toEqual({
      kind: 'error',
      errorCode: 'PREVU',
      errorMessage: 'Voilà.',
      variables: { reste: 0 },
    });
  });

  it.each<[string, Worker['handle'], string]>([
    [
      'an undeclared BPMN error',
      () => Promise.reject(new BpmnError('AUTRE', '')),
      'erreur BPMN « AUTRE » non déclarée',
    ],
    ['a result that breaks the contract', async () => ({ fait: 'oui' }), 'résultat inattendu (fait)'],
    ['a failure that cannot pass', () => Promise.reject(new PermanentFailure('Impossible.')), 'Impossible.'],
  ])('makes an incident at once of %s', async (_, handle, sentence) => {
    const outcome = await outcomeOf(workerThat(handle), { quantite: 1 });
    expect(outcome).toMatchObject({
      kind: 'fail',
      retries: 0,
      errorMessage: expect.stringContaining(sentence),
    });
  });

  it.each<[string, Error, string]>([
    ['an explained failure', new TemporaryFailure('Plus tard.'), 'Plus tard.'],
    ['any other error', new Error('ECONNREFUSED'), 'a rencontré un problème technique : ECONNREFUSED'],
  ])('tries again after %s, later each time', async (_, error, sentence) => {
    const worker = workerThat(() => Promise.reject(error));
    const first = await outcomeOf(worker, { quantite: 1 }, 3);
    expect(first).toMatchObject({
      kind: 'fail',
      retries: 2,
      errorMessage: expect.stringContaining(sentence),
    });
    expect(first).toMatchObject({ retryBackoffMillis: expect.any(Number) });
    expect(await outcomeOf(worker, { quantite: 1 }, 1)).toMatchObject({ retries: 0, retryBackoffMillis: 0 });
    expect(await outcomeOf(worker, { quantite: 1 }, 0)).toMatchObject({ retries: 0 });
  });

  it('survives a worker that throws what is not an error', async () => {
    const worker = workerThat(() => Promise.reject('non' as never));
    expect(await outcomeOf(worker, { quantite: 1 })).toMatchObject({ kind: 'fail', retries: 2 });
  });

  it('never works twice at once on one job', async () => {
    let runs = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const worker = workerThat(async () => {
      runs += 1;
      await finished;
      return { fait: true };
    });
    const gateway = fakeGateway();
    await startWorkers({ client: gateway.client, services: noServices, logger: silent, workers: [worker] });
    const job = jobOf({ type: 'essai', variables: { quantite: 1 } });
    const both = Promise.all([gateway.work(job), gateway.work(job)]);
    finish();
    await both;
    expect(runs).toBe(1);
    await gateway.work(job);
    expect(runs).toBe(2);
  });

  it('stops every worker, once', async () => {
    const gateway = fakeGateway();
    const running = await startWorkers({ client: gateway.client, services: noServices, logger: silent });
    await Promise.all([running.stop(), running.stop()]);
    expect(gateway.closed).toEqual(running.types);
  });

  it('starts only the types asked for, and knows them', async () => {
    const gateway = fakeGateway();
    const options = { client: gateway.client, services: noServices, logger: silent };
    await startWorkers({ ...options, types: ['archive'] });
    expect(gateway.types).toEqual(['archive']);
    await expect(startWorkers({ ...options, types: ['arhive'] })).rejects.toThrow(
      'among archive, assign-licence',
    );
  });
});

describe('the registry', () => {
  it('finds the workers by reading the folder; each file is named as its type', () => {
    const files = readdirSync(path.join(projectRoot, 'workers'))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.parse(file).name);
    expect(findWorkers().map((worker) => worker.type)).toEqual(files.sort());
  });

  it.each(findWorkers().map((worker) => [worker.type, worker] as const))(
    '%s is described in French',
    (_, worker) => {
      expect(worker.description).toMatch(/^[A-ZÀ-Ý].*\.$/);
      for (const error of worker.errors) expect(error.description).toMatch(/^[A-ZÀ-Ý].*\.$/);
    },
  );

  it.each(findWorkers().map((worker) => [worker.type, worker] as const))(
    '%s has a contract that can be shown',
    (_, worker) => {
      expect(z.toJSONSchema(worker.input, { io: 'input' })).toMatchObject({ type: 'object' });
      expect(z.toJSONSchema(worker.output)).toMatchObject({ type: 'object' });
    },
  );
});

describe('the back-off', () => {
  it.each([
    [2, 0, 1_000],
    [2, 1, 2_000],
    [1, 0, 4_000],
    [0, 0, 16_000],
    [9, 0, 1_000],
  ])('with %i retries left and luck %i waits %i ms', (left, luck, expected) => {
    expect(backOffMillis(left, () => luck)).toBe(expected);
  });
});
