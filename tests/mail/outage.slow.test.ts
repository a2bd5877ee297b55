/** The whole program while its mail server is away for an hour: nobody's mail is lost, each leaves by itself. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { doStep, instanceInState, startB } from '../kit/procedure-b';
import { eventually, startTestProgram, type TestProgram } from '../kit/program';

jest.setTimeout(240_000);

const MINUTE = 60_000;
const requesters = ['un', 'deux', 'trois'].map((name) => `${name}@douanes.example`);

interface Mail {
  readonly id: string;
  readonly state: string;
  readonly to: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly processInstanceKey: string;
}
interface Incident {
  readonly key: string;
  readonly errorMessage: string;
}

const received: string[] = [];

function smtpServer(): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      stream.on('end', () => {
        received.push(...session.envelope.rcptTo.map(({ address }) => address));
        done();
      });
      stream.resume();
    },
  });
}

const listen = (server: SMTPServer, port: number) =>
  new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
const close = (server: SMTPServer) => new Promise<void>((resolve) => server.close(() => resolve()));

describe('the mail server is away for an hour', () => {
  let program: TestProgram;
  let port: number;
  let startedAt: number;
  let cases: readonly string[];
  const manager = () => program.as('responsable');
  const mails = async () => (await manager().get<{ items: Mail[] }>('/mails')).body.items;
  const incidents = async () =>
    (await manager().get<{ items: Incident[] }>('/incidents?state=CREATED')).body.items;
  const all = (items: readonly Mail[], state: string, attempts: number) =>
    items.length === 3 && items.every((mail) => mail.state === state && mail.attempts === attempts);

  beforeAll(async () => {
    const server = smtpServer();
    await listen(server, 0);
    port = (server.server.address() as AddressInfo).port;
    await close(server);
    program = await startTestProgram({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  });
  afterAll(() => program.stop());

  test('at first: the mails wait, the cases have no incident', async () => {
    startedAt = Date.now();
    cases = await Promise.all(
      requesters.map((courrielRequerant) => startB(program.as('requerant'), { courrielRequerant })),
    );
    for (const key of cases) {
      await doStep(program.as('dsi'), key, 'B2_transmettre_au_cb');
      await doStep(program.as('cb-bit'), key, 'B3_analyser_demande', {
        resultatEnquete: 'Déjà équipé.',
        demandeJustifiee: false,
        motifRejet: 'Poste récent.',
      });
    }
    const waiting = await eventually(mails, (items) => all(items, 'QUEUED', 1));
    expect(waiting[0]?.error).toContain('le serveur de messagerie ne répond pas');
    expect(await incidents()).toEqual([]);
  });

  test('within the hour: tried again and again, no incident, nothing left', async () => {
    let attempts = 1;
    for (let minute = 6; minute <= 60; minute += 6) {
      await program.clock.advanceTo(startedAt + minute * MINUTE);
      const now = await eventually(mails, (items) => items.every((mail) => mail.attempts > attempts));
      attempts = Math.max(...now.map((mail) => mail.attempts));
      expect(await incidents()).toEqual([]);
    }
    expect((await mails()).every(({ state }) => state !== 'FAILED')).toBe(true);
    expect(received).toEqual([]);
  });

  test('once it is back: each leaves by itself, once, and the case goes on', async () => {
    const server = smtpServer();
    await listen(server, port);
    await program.clock.advanceTo(startedAt + 67 * MINUTE);
    for (const key of cases) {
      expect(await instanceInState(program.as('requerant'), key, 'COMPLETED')).toMatchObject({
        hasIncident: false,
      });
    }
    expect([...received].sort()).toEqual([...requesters].sort());
    expect((await mails()).every(({ state }) => state === 'SENT')).toBe(true);
    const [first] = await mails();
    expect((await manager().post(`/mails/${first!.id}/resend`)).status).toBe(409);
    await close(server);
  });

  test('nobody else sees or sends them again', async () => {
    const [mail] = await mails();
    for (const name of ['requerant', 'cb-bit', 'proprietaire']) {
      expect((await program.as(name).get('/mails')).status).toBe(403);
      expect((await program.as(name).get(`/mails/${mail!.id}`)).status).toBe(403);
      expect((await program.as(name).post(`/mails/${mail!.id}/resend`)).status).toBe(403);
    }
  });
});
