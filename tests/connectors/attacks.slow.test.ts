/** One table of attacks against everything that a case's values reach: mails, names of files, LDAP, Graph, commands, HTTP, tickets. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { createAccountDirectory } from '../../src/connectors/accounts/directory/directory';
import { createMailboxes } from '../../src/connectors/accounts/graph/mailboxes';
import { HttpCallError } from '../../src/connectors/http/errors';
import { targetOf } from '../../src/connectors/http/target';
import { ticketSettings } from '../../src/connectors/tickets/settings';
import { createTickets } from '../../src/connectors/tickets/tickets';
import { buildArchive } from '../../src/documents/archive';
import { attachmentName } from '../../src/mail/out/clean';
import { loadMailTemplates } from '../../src/mail/out/template';
import { attacks } from '../kit/attacks';
import { MANTIS_TOKEN, startMantis, type MantisServer } from '../kit/mantis';
import {
  agents,
  machines,
  portMachines,
  servicePassword,
  startLdapjs,
  type InMemory,
} from './accounts/directories';
import { secret, startGraph, type TestGraph } from './accounts/graph-server';
import { openBackupPlace, type BackupPlace } from './kit';

jest.setTimeout(60_000);

let place: BackupPlace;
let directory: InMemory;
let graph: TestGraph;
let mantis: MantisServer;
let lastKey = 5_503_599_627_370_000;
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: String(lastKey * 2) });
const templates = loadMailTemplates({ administration: 'DGD', publicUrl: 'https://logigramme.example.ci' });
const secrets: Readonly<Record<string, string>> = {
  ANNUAIRE_PASSWORD: servicePassword,
  GRAPH_SECRET: secret,
  MANTIS_TOKEN,
};
const parts = () => ({
  read: (name: string) => secrets[name],
  knex: place.database.knex,
  clock: () => new Date('2026-11-25T10:00:00Z'),
});

beforeAll(async () => {
  place = await openBackupPlace();
  directory = await startLdapjs('openldap');
  graph = await startGraph();
  mantis = await startMantis();
});
afterAll(async () => {
  await mantis.stop();
  await graph.stop();
  await directory.stop();
  await place.dispose();
});

/** A refusal in words for people is an answer; anything else is a fault of ours. */
async function madeOrRefused(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ retryable: false, message: expect.stringMatching(/^\p{Lu}/u) });
      return false;
    },
  );
}

describe.each(attacks)('%s', (_what, attack) => {
  test('in a mail stays words', () => {
    const mail = templates.render('rejet-demande', {
      ...{ numeroDossier: attack, requerant: attack, article: attack, motifRejet: attack },
      ...{ lienMotsDePasse: attack, caseLink: attack },
    });
    expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(mail.html).not.toMatch(/<script|<img|href="|\[object/u);
    expect(mail.html).toMatch(/<\/html>\s*$/u);
    expect(mail.html.match(/<\/body>/gu)).toHaveLength(1);
  });

  test('as the name of an attachment is a name', () => {
    const name = attachmentName(attack);
    expect(name).toMatch(/^[^\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}]{1,120}$/u);
    expect(name).not.toMatch(/^\./u);
  });

  test('as the name of a document is one entry of the archive, below its folder', async () => {
    const { bytes, manifest } = await buildArchive({
      reference: attack,
      history: {
        ...{
          processInstanceKey: '1',
          processInstanceKeys: ['1'],
          bpmnProcessId: attack,
          processName: attack,
        },
        ...{ version: 1, startedAt: '2026-11-25T10:00:00.000Z', initiator: attack, steps: [], incidents: [] },
      } as never,
      variables: { texte: attack, [attack]: attack },
      words: { facts: [{ label: attack, value: attack }], people: {} },
      documents: [1, 2].map((n) => ({ name: attack, sha256: '', content: Buffer.from(`contenu ${n}`) })),
      administration: 'DGD',
      archivedAt: new Date('2026-11-25T10:00:00Z'),
    });
    const names = Object.keys(unzipSync(bytes));
    expect(names).toHaveLength(6);
    expect(names.sort()).toEqual([...manifest.files.map((file) => file.path), 'manifeste.json'].sort());
    for (const name of names) {
      expect(path.posix.normalize(name)).toBe(name);
      expect(name).toMatch(/^(?:documents\/)?[^\\/:*?"<>|\p{Cc}\p{Cf}]+$/u);
      expect(name.split('/').pop()).not.toMatch(/^\./u);
    }
  });

  test('in the directory makes and finds nothing but its own', async () => {
    await directory.clear();
    const { people, machines: workstations } = createAccountDirectory({
      ...parts(),
      settings: directory.settings(),
    });
    const before = (await directory.entries()).length;
    const account = {
      fullName: attack,
      mail: attack,
      service: undefined,
      profile: undefined,
      password: 'Aa1!aaaaaaaa',
    };
    const made = await madeOrRefused(people!.create(jobOf(), account));
    const after = await directory.entries();
    expect(after.length).toBe(before + (made ? 1 : 0));
    if (made)
      expect(after.filter(({ dn }) => new RegExp(`^uid=[a-z0-9.-]+,${agents}$`, 'u').test(dn))).toHaveLength(
        1,
      );
    for (const work of [
      people!.disable(attack),
      people!.resetPassword(attack, 'Aa1!aaaaaaaa'),
      people!.change({ login: attack, service: attack, profile: undefined, password: null }),
      workstations!.join(jobOf(), attack, undefined),
    ])
      expect(await madeOrRefused(work)).toBe(false);
    expect((await directory.entries()).length).toBe(after.length);
    const joined = workstations!.join(jobOf(), 'ABJ-PORT-0042', attack);
    if (await madeOrRefused(joined)) {
      const found = await directory.entries('(objectClass=device)');
      expect(found.map(({ dn }) => dn)).toEqual([`cn=ABJ-PORT-0042,${machines}`]);
      await workstations!.move('ABJ-PORT-0042', 'Abidjan-Port');
      expect((await directory.entries('(objectClass=device)'))[0]?.dn).toBe(
        `cn=ABJ-PORT-0042,${portMachines}`,
      );
    }
  });

  test('in Microsoft 365 makes and finds nothing but its own', async () => {
    graph.clear();
    await place.database.knex('account_name').delete();
    const mailboxes = createMailboxes({ ...parts(), settings: graph.settings() });
    const other = { fullName: 'Awa Traoré', employeeId: '1', phone: undefined, password: 'Aa1!aaaaaaaa' };
    await mailboxes.create(jobOf(), other);
    const wanted = { fullName: attack, employeeId: attack, phone: attack, password: 'Aa1!aaaaaaaa' };
    if (await madeOrRefused(mailboxes.create(jobOf(), wanted))) {
      expect(graph.users).toHaveLength(2);
      expect(graph.users[1]?.userPrincipalName).toMatch(/^[a-z0-9.-]+@douanes\.example$/u);
    }
    expect(await madeOrRefused(mailboxes.resetPassword(attack, 'x'))).toBe(false);
    expect(await madeOrRefused(mailboxes.assignLicence('messagerie', attack))).toBe(false);
    expect(graph.licences.size).toBe(0);
    expect(graph.requests.filter((one) => !/^(?:GET|POST) \/users(?:\/|$)/u.test(one))).toEqual([]);
  });

  test('as an argument is an argument, and as a server’s name no program', async () => {
    const program = place.script('dire.cjs', 'process.stdout.write(JSON.stringify(process.argv.slice(2)))');
    const planOf = (args: readonly string[]) => [
      { name: 'appli', servers: ['Appli'], kind: 'command', program, arguments: args },
    ];
    if (attack.includes('\0')) expect(() => place.backup(planOf([attack]))).toThrow();
    else {
      const { file } = await place.backup(planOf([attack])).runOnce(jobOf(), 'Appli');
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([attack.replaceAll('\ud800', '\ufffd')]);
    }
    const before = readdirSync(place.folder);
    expect(await madeOrRefused(place.backup(planOf([])).runOnce(jobOf(), attack))).toBe(false);
    expect(readdirSync(place.folder)).toEqual(before);
    expect(existsSync('pirate')).toBe(false);
  });

  test('in a call stays below its host', () => {
    const base = 'https://annuaire.example/api/';
    for (const given of [attack, [attack], ['a', attack, 'b']]) {
      try {
        const url = targetOf('annuaire', base, given, { q: attack });
        expect(url.origin).toBe('https://annuaire.example');
        expect(url.pathname.startsWith('/api/')).toBe(true);
        expect(url.username + url.hash).toBe('');
        expect([...url.searchParams.keys()]).toEqual(['q']);
      } catch (error) {
        expect(error).toBeInstanceOf(HttpCallError);
      }
    }
  });

  test('in a ticket stays text', async () => {
    const settings = ticketSettings.parse({
      url: mantis.url,
      tokenFrom: 'MANTIS_TOKEN',
      project: 'SYDAM World',
    });
    const before = mantis.issues.length;
    const text = { title: attack, description: attack, caseNumber: attack };
    if (!(await madeOrRefused(createTickets({ ...parts(), settings }).createOnce(jobOf(), text)))) return;
    expect(mantis.issues).toHaveLength(before + 1);
    const issue = mantis.issues.at(-1);
    expect(issue?.project.name).toBe('SYDAM World');
    expect(issue?.summary).not.toMatch(/[\n\r\0]/u);
    expect(issue?.additional_information.split('\n')).toHaveLength(2);
  });
});
