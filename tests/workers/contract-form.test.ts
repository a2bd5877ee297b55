import { z } from 'zod';
import { validateForm } from '../../src/forms';
import { outcomeOf } from '../../src/tasks/by-hand';
import { byHandContracts } from '../../src/workers/by-hand';
import { contractForm } from '../../src/workers/contracts/contract-form';
import type { Worker, WorkerServices } from '../../src/workers/services';

const worker: Worker = {
  type: 'run-backup',
  description: 'Lance une sauvegarde.',
  input: z.looseObject({}),
  output: z.strictObject({
    sauvegardeReussie: z.boolean().meta({ title: 'La sauvegarde a-t-elle réussi ?' }),
    taille: z.int().min(0).optional().meta({ title: 'Taille', description: 'En octets.' }),
    dateFin: z.iso.date().meta({ title: 'Terminée le' }),
    support: z.enum(['bande', 'disque']).meta({ title: 'Support' }),
    courrielRapport: z.email().optional().meta({ title: 'Rapport envoyé à' }),
  }),
  errors: [{ code: 'SUPPORT_PLEIN', description: 'Le support est plein.' }],
  connected: () => false,
  handle: () => Promise.resolve({}),
};
const services = {} as WorkerServices;

const done = {
  resultatEtape: 'FAIT',
  sauvegardeReussie: true,
  taille: 12,
  dateFin: '2026-11-25',
  support: 'bande',
};

describe('the form of a job done by hand', () => {
  const form = contractForm(worker);
  const [contract] = byHandContracts([worker], services);

  it('takes what the worker would answer, as its contract has it', () => {
    const result = validateForm(form, done, {});
    expect(result).toEqual({ ok: true, values: done });
    if (!result.ok || contract === undefined) throw new Error('unreachable');
    const outcome = outcomeOf(contract, result.values);
    const { resultatEtape: _outcome, ...variables } = done;
    expect(outcome).toEqual({ kind: 'complete', variables });
    expect(worker.output.safeParse(variables).success).toBe(true);
  });

  it.each([
    ['no outcome', { ...done, resultatEtape: undefined }, 'resultatEtape'],
    ['an unknown outcome', { ...done, resultatEtape: 'PEUT_ETRE' }, 'resultatEtape'],
    ['a missing output', { ...done, dateFin: undefined }, 'dateFin'],
    ['an output that is no choice', { ...done, support: 'nuage' }, 'support'],
    ['a negative size', { ...done, taille: -1 }, 'taille'],
    ['an address that is none', { ...done, courrielRapport: 'x' }, 'courrielRapport'],
    ['an error without explanation', { resultatEtape: 'SUPPORT_PLEIN' }, 'explicationEtape'],
  ])('refuses %s', (_what, submitted, field) => {
    const result = validateForm(form, submitted, {});
    expect(result.ok ? [] : result.errors.map((error) => error.field)).toContain(field);
  });

  it('says so when there is nothing to enter', () => {
    const bare = contractForm({ type: 'close-ticket', output: z.strictObject({}), errors: [] });
    expect(bare.components).toEqual([
      expect.objectContaining({ type: 'text', text: expect.stringContaining('Rien n’est à saisir') }),
    ]);
    expect(validateForm(bare, {}, {})).toEqual({ ok: true, values: {} });
  });

  it('throws the error that the person chose, without outputs', () => {
    const submitted = { resultatEtape: 'SUPPORT_PLEIN', explicationEtape: 'Bande 12 pleine.' };
    const result = validateForm(form, submitted, {});
    expect(result).toEqual({ ok: true, values: submitted });
    if (!result.ok || contract === undefined) throw new Error('unreachable');
    expect(outcomeOf(contract, result.values)).toEqual({
      kind: 'error',
      errorCode: 'SUPPORT_PLEIN',
      errorMessage: 'Bande 12 pleine.',
    });
  });

  it('asks for no outcome where there is only one', () => {
    const plain = contractForm({ ...worker, errors: [] });
    const { resultatEtape: _outcome, ...variables } = done;
    expect(validateForm(plain, variables, {})).toEqual({ ok: true, values: variables });
  });
});

test('a worker whose system is configured does its jobs itself', () => {
  expect(byHandContracts([{ ...worker, connected: () => true }], services)).toEqual([]);
});
