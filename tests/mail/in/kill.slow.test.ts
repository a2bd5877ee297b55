/**
 * The program is killed (SIGKILL) at each step of a received mail: started again, it has one case and one answer.
 * The mail server repeats what was not taken.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { projectRoot } from '../../../src/config/root';
import { freePort } from '../../kit/ports';
import { eventually, PASSWORD, startTestProgram } from '../../kit/program';
import { dataDirWithPeople, request, startAddresses, type AnsweredMail, type ReceivedMail } from './kit';

const compiled = (file: string): string => JSON.stringify(path.join(projectRoot, 'dist/src', file));

/** The whole program in a process of its own that kills itself where `fault` says. */
function startAndDie(fault: string, environment: Readonly<Record<string, string>>): ChildProcess {
  const text = `
    const fault = ${JSON.stringify(fault)};
    const die = () => process.kill(process.pid, 'SIGKILL');
    const around = (name, real) => async function (...args) {
      if (fault === 'before ' + name) die();
      const answer = await real.apply(this, args);
      if (fault === 'after ' + name) die();
      return answer;
    };
    const { InboundMails } = require(${compiled('mail/in/inbox.js')});
    for (const step of ['store', 'decide', 'answered'])
      InboundMails.prototype[step] = around(step, InboundMails.prototype[step]);
    const { CaseNumbers } = require(${compiled('cases/numbers.js')});
    for (const step of ['allocate', 'assign'])
      CaseNumbers.prototype[step] = around(step, CaseNumbers.prototype[step]);
    const { readEnvironment } = require(${compiled('config/environment.js')});
    const { startProgram } = require(${compiled('main/program.js')});
    const pino = require('pino');
    startProgram(readEnvironment(), pino({ level: 'silent' })).then((program) => program.deployed)
      .then(() => process.stdout.write('ready'));`;
  return spawn(process.execPath, ['-e', text], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test.each([
  ['after store'],
  ['after allocate'],
  ['before assign'],
  ['before decide'],
  ['after decide'],
  ['before answered'],
])(
  'killed %s',
  async (fault) => {
    const root = mkdtempSync(path.join(os.tmpdir(), 'logigramme-mail-kill-'));
    try {
      const dataDir = path.join(root, 'data');
      await dataDirWithPeople(dataDir);
      const port = await freePort();
      const file = path.join(root, 'connecteurs.yaml');
      const smtp = { port, domains: ['douanes.example.ci'] };
      writeFileSync(file, JSON.stringify({ mailIn: { smtp, addresses: startAddresses } }));
      const settings = { CONNECTORS_FILE: file };
      const mail = request({ subject: `Coupure ${fault}` });
      const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });

      const child = startAndDie(fault, {
        ...settings,
        PORT: '0',
        GATEWAY_PORT: '0',
        MANAGEMENT_PORT: '0',
        INGEST_PORT: '0',
        DATA_DIR: dataDir,
        DEMO: 'true',
        DEMO_PASSWORD: PASSWORD,
      });
      const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
      await Promise.race([once(child.stdout ?? child, 'data'), ended]);
      const taken = await transport.sendMail(mail).then(
        () => true,
        () => false,
      );
      expect((await ended)[1]).toBe('SIGKILL');

      const program = await startTestProgram(settings, dataDir);
      try {
        if (!taken) await transport.sendMail(mail);
        const admin = program.as('admin');
        const received = await eventually(
          async () => (await admin.get<{ items: readonly ReceivedMail[] }>('/received-mails')).body.items,
          (items) => items.length > 0 && items.every(({ answeredAt }) => answeredAt !== null),
        );
        expect(received).toMatchObject([{ messageId: mail.messageId, state: 'ACCEPTED' }]);
        const [found] = received;
        // Whatever the dispatcher was doing when it was killed, the outbox has one answer.
        const { body } = await admin.get<{ items: readonly AnsweredMail[] }>('/mails');
        expect(body.items.filter(({ subject }) => subject.includes(`Coupure ${fault}`))).toHaveLength(1);
        type Cases = { items: readonly { processInstanceKey: string; caseNumber: string }[] };
        const cases = await admin.get<Cases>('/process-instances?bpmnProcessId=acces-data-center');
        expect(cases.body.items).toMatchObject([
          {
            processInstanceKey: found?.processInstanceKey,
            caseNumber: expect.stringMatching(/^H-\d{4}-000001$/),
          },
        ]);
        const documents = await admin.get<{ items: readonly unknown[] }>(
          `/process-instances/${found?.processInstanceKey ?? ''}/documents`,
        );
        expect(documents.body.items).toHaveLength(1);
      } finally {
        transport.close();
        await program.stop();
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
  180_000,
);
