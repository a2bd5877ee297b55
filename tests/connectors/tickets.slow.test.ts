/** Bugs in MantisBT: one a job whatever fails or is killed, what people are told, the correction that comes back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/config/root';
import { followTickets, type TicketMessage } from '../../src/connectors/tickets/follower';
import { ticketSettings } from '../../src/connectors/tickets/settings';
import { createTickets, type Correction } from '../../src/connectors/tickets/tickets';
import { openDatabase } from '../../src/store/open';
import { fillDataDir, openPgliteTestDatabase, type TestDatabase } from '../kit/database';
import { MANTIS_TOKEN, startMantis, type MantisServer } from '../kit/mantis';

let mantis: MantisServer;
let database: TestDatabase;
let lastKey = 900;
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 10) });
const text = {
  title: 'Contrôle faux',
  description: 'La déclaration est rejetée.',
  caseNumber: 'X-2026-0007',
};

beforeAll(async () => {
  database = await openPgliteTestDatabase();
});
afterAll(() => database.dispose());
beforeEach(async () => {
  mantis = await startMantis();
  await database.knex('ticket').delete();
});
afterEach(() => mantis.stop());

const settingsOf = (more: object = {}) =>
  ticketSettings.parse({ url: mantis.url, tokenFrom: 'MANTIS_TOKEN', project: 'SYDAM World', ...more });
const ticketsOf = (more: object = {}, token = MANTIS_TOKEN) =>
  createTickets({
    settings: settingsOf(more),
    knex: database.knex,
    clock: () => new Date(),
    read: (name) => (name === 'MANTIS_TOKEN' ? token : undefined),
  });
const rows = () => database.knex('ticket').orderBy('created_at');

it('makes one ticket a job, marked, in the project', async () => {
  const tickets = ticketsOf();
  expect(await tickets.check()).toEqual({
    ok: true,
    findings: ['MantisBT répond, le projet « SYDAM World » est là.'],
  });
  const job = jobOf();
  expect(await tickets.createOnce(job, text)).toBe('MANTIS-4711');
  expect(await tickets.createOnce(job, text)).toBe('MANTIS-4711');
  expect(mantis.issues).toMatchObject([
    {
      summary: '[X-2026-0007] Contrôle faux',
      description: 'La déclaration est rejetée.',
      additional_information: `Dossier X-2026-0007\nLogigramme:${job.jobKey}`,
    },
  ]);
});

it.each([
  ['the answer gets lost', 'afterwards'],
  ['the server hangs up before', 'hang up'],
  ['the server is off', { status: 503 }],
] as const)('finds the ticket that it made when %s', async (_why, fault) => {
  const tickets = ticketsOf();
  const job = jobOf();
  mantis.faults.push(fault);
  await expect(tickets.createOnce(job, text)).rejects.toMatchObject({ retryable: true });
  // Many others meanwhile, and marks that only look alike.
  for (let other = 0; other < 60; other += 1) mantis.add(`Autre ${other}`, `Logigramme:${job.jobKey}0`);
  const reference = await tickets.createOnce(job, text);
  const made = mantis.issues.filter(({ summary }) => summary.includes('Contrôle faux'));
  expect(made.map(({ id }) => `MANTIS-${id}`)).toEqual([reference]);
  expect(await rows()).toMatchObject([{ state: 'OPEN', reference, attempts: 2 }]);
});

it.each([
  [{ status: 401 }, false, 'refuse l’accès (401'],
  [{ status: 403 }, false, 'vérifier le jeton (variable MANTIS_TOKEN)'],
  [{ status: 400 }, false, 'n’accepte pas la demande (400'],
  [{ status: 500 }, true, 'n’est pas disponible pour l’instant (500'],
  [{ status: 429, headers: { 'retry-after': '17' } }, true, 'n’est pas disponible pour l’instant (429'],
])('tells %j in words for people', async (fault, retryable, message) => {
  mantis.faults.push(fault);
  await expect(ticketsOf().createOnce(jobOf(), text)).rejects.toMatchObject({
    retryable,
    message: expect.stringContaining(message),
    retryAfterMillis: fault.status === 429 ? 17_000 : undefined,
  });
  expect(mantis.issues).toEqual([]);
});

it('tells what is wrong with its settings', async () => {
  const findings = async (more: object, token?: string) =>
    (await ticketsOf(more, token).check()).findings.join();
  expect(await findings({}, 'autre')).toContain('refuse l’accès (403, « API token not found »)');
  expect(await findings({}, '')).toContain('MANTIS_TOKEN, qui est absente');
  expect(await findings({}, 'a\r\nX-Autre: b')).toContain('n’est pas un jeton');
  expect(await findings({ project: 'Absent' })).toContain('pas de projet « Absent »');
  expect(await findings({ url: 'http://127.0.0.1:1' })).toContain('ne répond pas');
});

it('gives its token to no other host', async () => {
  mantis.faults.push({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
  await expect(ticketsOf().createOnce(jobOf(), text)).rejects.toMatchObject({ retryable: true });
});

const hostile = [
  'sur\ndeux\r\nlignes',
  '-rf $(id) `id`',
  '"}, {"project": {"name": "Autre"}',
  '<script>alert(1)</script>',
  'é'.repeat(500),
  '🚧'.repeat(200),
  'nul\0ici',
];
it.each(hostile)('hands over %j as text and nothing else', async (title) => {
  await ticketsOf().createOnce(jobOf(), { title, description: title, caseNumber: title });
  const [issue] = mantis.issues;
  expect(issue?.project.name).toBe('SYDAM World');
  expect(issue?.summary).not.toMatch(/[\n\r\0]/);
  expect([...(issue?.summary ?? '')].length).toBeLessThanOrEqual(128);
  expect(issue?.description).toBe(title.replaceAll('\0', ''));
  expect(issue?.additional_information.split('\n')).toHaveLength(2);
});

describe('a correction', () => {
  const told = async (tickets: ReturnType<typeof ticketsOf>) => {
    const corrections: Correction[] = [];
    await tickets.follow(async (correction) => void corrections.push(correction));
    return corrections;
  };

  it('comes back once, with the last public note', async () => {
    const tickets = ticketsOf();
    const [first, second] = [
      await tickets.createOnce(jobOf(), text),
      await tickets.createOnce(jobOf(), text),
    ];
    expect(await told(tickets)).toEqual([]);
    mantis.resolve(4711, { text: 'Vu.' }, { text: 'Contrôle corrigé.' }, { text: 'Interne.', private: true });
    expect(await told(tickets)).toEqual([{ reference: first, text: 'Contrôle corrigé.' }]);
    mantis.resolve(4712);
    expect(await told(tickets)).toEqual([{ reference: second, text: 'Corrigé dans MANTIS (MANTIS-4712).' }]);
    expect(await told(tickets)).toEqual([]);
  });

  it('that could not be told is told later; one that cannot be read hides no other', async () => {
    const tickets = ticketsOf();
    for (let ticket = 0; ticket < 2; ticket += 1) await tickets.createOnce(jobOf(), text);
    for (const id of [4711, 4712]) mantis.resolve(id);
    mantis.faults.push({ status: 500 });
    const refused = async () => {
      throw new Error('no engine');
    };
    await expect(tickets.follow(refused)).rejects.toThrow();
    expect(await told(tickets)).toHaveLength(2);
  });

  it('is published as a message, its id the same each time', async () => {
    const tickets = ticketsOf();
    const reference = await tickets.createOnce(jobOf(), text);
    mantis.resolve(4711, { text: 'Corrigé.' });
    const messages: TicketMessage[] = [];
    const follower = followTickets({
      tickets,
      publish: async (message) => void messages.push(message),
      logger: { warn: () => undefined },
    });
    await follower.runNow();
    await follower.stop();
    expect(messages).toEqual([
      {
        name: 'bug-corrige',
        correlationKey: reference,
        messageId: `bug-corrige-${reference}`,
        timeToLiveMillis: 86_400_000,
        variables: { correction: 'Corrigé.', reponse: 'Corrigé.' },
      },
    ]);
  });

  it('of a ticket that was deleted is not waited for', async () => {
    const tickets = ticketsOf();
    await tickets.createOnce(jobOf(), text);
    mantis.faults.push({ status: 404 });
    expect(await told(tickets)).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'GONE' }]);
  });
});

it('closes its own tickets, once, and no others', async () => {
  const tickets = ticketsOf();
  const reference = await tickets.createOnce(jobOf(), text);
  mantis.add('Autre');
  mantis.faults.push({ status: 200, headers: {} });
  await expect(tickets.closeOnce(reference)).rejects.toMatchObject({
    message: expect.stringContaining('adresse'),
  });
  for (let time = 0; time < 2; time += 1) await tickets.closeOnce(reference);
  expect(mantis.requests.filter((one) => one.startsWith('PATCH'))).toEqual(['PATCH /issues/4711']);
  for (const other of ['MANTIS-4712', '../4712', '4712; DROP', "' OR 1=1"])
    await expect(tickets.closeOnce(other)).rejects.toMatchObject({ retryable: false });
  expect(mantis.issues.map(({ status }) => status.name)).toEqual(['closed', 'new']);
});

test.each(['after begin', 'before create', 'after create', 'before made', 'after made'])(
  'killed %s, there is one ticket',
  async (fault) => {
    const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-ticket-'));
    try {
      await fillDataDir(root);
      const job = jobOf();
      const compiled = (name: string) => JSON.stringify(path.join(projectRoot, 'dist', 'src', name));
      const program = `
        const fault = ${JSON.stringify(fault)};
        const around = async (what, work) => {
          if (fault === 'before ' + what) process.kill(process.pid, 'SIGKILL');
          const answer = await work();
          if (fault === 'after ' + what) process.kill(process.pid, 'SIGKILL');
          return answer;
        };
        const ask = globalThis.fetch;
        globalThis.fetch = (url, init) => init.method === 'POST' ? around('create', () => ask(url, init)) : ask(url, init);
        const { openDatabase } = require(${compiled('store/open.js')});
        const { createTickets } = require(${compiled('connectors/tickets/tickets.js')});
        const { TicketBook } = require(${compiled('connectors/tickets/book.js')});
        for (const step of ['begin', 'made']) {
          const real = TicketBook.prototype[step];
          TicketBook.prototype[step] = function (...args) { return around(step, () => real.apply(this, args)); };
        }
        openDatabase({ dataDir: ${JSON.stringify(root)} }).then(({ knex }) =>
          createTickets({ settings: ${JSON.stringify(settingsOf())}, read: () => ${JSON.stringify(MANTIS_TOKEN)}, knex,
            clock: () => new Date() }).createOnce(${JSON.stringify(job)}, ${JSON.stringify(text)}));`;
      const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit'] });
      expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
      const own = await openDatabase({ dataDir: root });
      try {
        const parts = {
          settings: settingsOf(),
          knex: own.knex,
          clock: () => new Date(),
          read: () => MANTIS_TOKEN,
        };
        expect(await createTickets(parts).createOnce(job, text)).toBe('MANTIS-4711');
        expect(mantis.issues).toHaveLength(1);
        expect(await own.knex('ticket')).toMatchObject([{ state: 'OPEN', reference: 'MANTIS-4711' }]);
      } finally {
        await own.close();
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
  120_000,
);
