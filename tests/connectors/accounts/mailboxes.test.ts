/** Mailboxes and licences against a server in the part of Microsoft Graph: once each, throttled, refused, cut off. */
import { randomUUID } from 'node:crypto';
import { createMailboxes } from '../../../src/connectors/accounts/graph/mailboxes';
import type { GraphSettings } from '../../../src/connectors/accounts/graph/settings';
import { openPgliteTestDatabase, type TestDatabase } from '../../kit/database';
import {
  analystsGroup,
  decisionSku,
  mailSku,
  readersGroup,
  secret,
  startGraph,
  type TestGraph,
} from './graph-server';

let database: TestDatabase;
let graph: TestGraph;
let lastKey = 4_503_599_627_380_000;
const now = new Date('2026-11-25T10:00:00Z');

beforeAll(async () => {
  database = await openPgliteTestDatabase();
  graph = await startGraph();
});
afterAll(async () => {
  await graph.stop();
  await database.dispose();
});
beforeEach(async () => {
  graph.clear();
  await database.knex('account_name').delete();
});

const open = (settings: GraphSettings = graph.settings(), value = secret) =>
  createMailboxes({
    settings,
    read: (name) => ({ GRAPH_SECRET: value })[name],
    knex: database.knex,
    clock: () => now,
  });
const jobOf = () => ({ jobKey: String((lastKey += 1)), processInstanceKey: '9' });
const fatou = (more: object = {}) => ({
  fullName: 'Fatou Diallo',
  employeeId: '301245K',
  phone: '0102030405',
  password: `Aa1!${randomUUID()}`,
  ...more,
});
const posts = () => graph.requests.filter((one) => one === 'POST /users').length;

describe('a mailbox', () => {
  test('is made once, asks for another password, and is found by each later attempt', async () => {
    const mailboxes = open();
    const [job, wanted] = [jobOf(), fatou()];
    const made = { address: 'fatou.diallo@douanes.example', isNew: true };
    expect(await mailboxes.create(job, wanted)).toEqual(made);
    expect(await mailboxes.create(job, wanted)).toEqual(made);
    expect(await open().create(job, { ...wanted, password: null })).toEqual(made);
    expect(graph.users).toMatchObject([
      {
        userPrincipalName: made.address,
        mailNickname: 'fatou.diallo',
        givenName: 'Fatou',
        surname: 'Diallo',
        employeeId: '301245K',
        usageLocation: 'CI',
        accountEnabled: true,
        onPremisesExtensionAttributes: { extensionAttribute15: `logigramme:${job.jobKey}` },
        passwordProfile: { password: wanted.password, forceChangePasswordNextSignIn: true },
      },
    ]);
    expect(posts()).toBe(1);
  });

  test('gets another default password, to be changed too', async () => {
    const mailboxes = open();
    const { address } = await mailboxes.create(jobOf(), fatou());
    await mailboxes.resetPassword(address, 'Autre#234567');
    expect(graph.users).toMatchObject([
      { passwordProfile: { password: 'Autre#234567', forceChangePasswordNextSignIn: true } },
    ]);
    await expect(mailboxes.resetPassword("x' or 1 eq 1@douanes.example", 'x')).rejects.toThrow(
      'n’a plus de compte',
    );
  });

  test('of an agent who has one already is that one', async () => {
    graph.users.push({
      id: randomUUID(),
      userPrincipalName: 'f.diallo@douanes.example',
      displayName: 'FATOU DIALLO',
      employeeId: '301245K',
    });
    expect(await open().create(jobOf(), fatou())).toEqual({
      address: 'f.diallo@douanes.example',
      isNew: false,
    });
    expect(posts()).toBe(0);
  });

  test('is not made under the number of somebody else', async () => {
    graph.users.push({
      id: randomUUID(),
      userPrincipalName: 'x@douanes.example',
      displayName: 'Issa Koné',
      employeeId: '301245K',
    });
    await expect(open().create(jobOf(), fatou())).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining('est celui de « Issa Koné »'),
    });
    expect(posts()).toBe(0);
  });

  test('takes the next name where one is taken, also when somebody is faster', async () => {
    graph.users.push({
      id: randomUUID(),
      userPrincipalName: 'fatou.diallo@douanes.example',
      displayName: 'Fatou Diallo',
    });
    expect((await open().create(jobOf(), fatou({ employeeId: '1' }))).address).toBe(
      'f.diallo@douanes.example',
    );
    const conflict = {
      error: {
        code: 'Request_BadRequest',
        message: 'Another object with the same value for property userPrincipalName already exists.',
      },
    };
    graph.fail('POST /users', { status: 400, body: conflict });
    expect((await open().create(jobOf(), fatou({ employeeId: '2' }))).address).toBe(
      'fatou.diallo3@douanes.example',
    );
  });

  test('of ten jobs at once has ten addresses', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => open().create(jobOf(), fatou({ employeeId: `N${index}` }))),
    );
    expect(new Set(made.map(({ address }) => address)).size).toBe(10);
    expect(graph.users).toHaveLength(10);
  });

  test.each([
    ['lost', { status: 0, after: true }],
    ['a gateway’s time-out', { status: 504, after: true }],
  ])('whose answer is %s is found by the next attempt', async (_what, fault) => {
    const [job, wanted] = [jobOf(), fatou()];
    graph.fail('POST /users', fault);
    await expect(open().create(job, wanted)).rejects.toMatchObject({
      retryable: true,
      message: expect.stringMatching(/ne répond pas|est indisponible pour le moment/u),
    });
    expect(await open().create(job, wanted)).toMatchObject({ isNew: true });
    expect(graph.users).toHaveLength(1);
    expect(posts()).toBe(1);
  });

  test.each([
    "O'Brien' or displayName ne '",
    'Diallo/../../groups',
    'Diallo?$filter=true',
    'Di\0al\nlo',
    'Diallo\r\nAuthorization: Bearer x',
    '{{nom}}${7*7}#<script>',
  ])('of a person or number called %j is one plain account', async (text) => {
    const { address } = await open().create(
      jobOf(),
      fatou({ fullName: `Fatou ${text}`, employeeId: text.slice(0, 16), phone: text }),
    );
    expect(address).toMatch(/^[a-z0-9.-]+@douanes\.example$/u);
    expect(graph.users).toHaveLength(1);
    expect(JSON.stringify(graph.users)).not.toMatch(/\\u0000|\\n|\\r/u);
    expect(
      graph.requests.filter((one) => !/^(?:GET|POST) \/users(?:\/[a-z0-9.-]+@douanes\.example)?$/u.test(one)),
    ).toEqual([]);
  });
});

describe('a licence', () => {
  const address = 'fatou.diallo@douanes.example';
  beforeEach(() => {
    graph.users.push({
      id: randomUUID(),
      userPrincipalName: address,
      mail: 'brigade@douanes.example',
      usageLocation: 'CI',
    });
  });
  const assigned = () => graph.requests.filter((one) => one.endsWith('/assignLicense')).length;

  test('is given once, and not to who has it, on whatever page', async () => {
    const id = graph.users[0]?.id ?? '';
    const held = ['a', 'b', 'c', 'd'].map((letter) => `c0ffee00-0000-4000-8000-00000000000${letter}`);
    graph.licences.set(id, new Set(held));
    const given = { account: address, licence: 'Microsoft 365 E3' };
    expect(await open().assignLicence('messagerie', address)).toEqual(given);
    expect(await open().assignLicence('messagerie', address)).toEqual(given);
    expect(graph.licences.get(id)).toEqual(new Set([...held, mailSku]));
    expect(assigned()).toBe(1);
    expect(graph.available).toBe(99);
  });

  test('is found for by the mail that the account has; without a country, that of the settings is set first', async () => {
    Object.assign(graph.users[0] ?? {}, { usageLocation: null });
    expect(await open().assignLicence('decisionnel', ' brigade@douanes.example ')).toMatchObject({
      account: address,
    });
    expect(graph.users[0]).toMatchObject({ usageLocation: 'CI' });
    expect([...graph.licences.values()]).toEqual([new Set([decisionSku])]);
    await expect(open().assignLicence('decisionnel', "x' or mail ne '@y.example")).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining('n’a aucun compte'),
    });
  });

  test('of which none is left is told', async () => {
    graph.available = 0;
    await expect(open().assignLicence('messagerie', address)).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining('Il ne reste aucune licence « Microsoft 365 E3 »'),
    });
  });

  test('a profile’s groups are given, and another’s taken, once', async () => {
    const mailboxes = open();
    const id = graph.users[0]?.id ?? '';
    await mailboxes.giveProfile(address, 'analyste');
    await mailboxes.giveProfile(address, 'Analyste');
    expect([graph.members.get(readersGroup), graph.members.get(analystsGroup)]).toEqual([
      new Set([id]),
      new Set([id]),
    ]);
    await mailboxes.giveProfile(address, 'Lecteur');
    await mailboxes.giveProfile(address, 'Lecteur');
    expect([graph.members.get(readersGroup), graph.members.get(analystsGroup)]).toEqual([
      new Set([id]),
      new Set(),
    ]);
    expect(graph.requests.filter((one) => /members/u.test(one))).toHaveLength(3);
    expect(() => mailboxes.checkProfile('Roi')).toThrow('Profils connus : Lecteur, Analyste');
  });
});

describe('Graph', () => {
  const create = () => open().create(jobOf(), fatou());

  test.each([
    [
      '429 in seconds',
      { status: 429, headers: { 'retry-after': '17' } },
      17_000,
      'demande d’aller moins vite',
    ],
    [
      '503 with a date',
      { status: 503, headers: { 'retry-after': 'Wed, 25 Nov 2026 10:02:00 GMT' } },
      120_000,
      'est indisponible',
    ],
    ['503 without', { status: 503 }, undefined, 'est indisponible'],
    ['429 for ever', { status: 429, headers: { 'retry-after': '99999999' } }, 3_600_000, 'moins vite'],
    ['429 with nonsense', { status: 429, headers: { 'retry-after': 'demain' } }, undefined, 'moins vite'],
  ])('that answers %s is asked again after that pause', async (_what, fault, retryAfterMillis, message) => {
    for (const request of ['GET /users', 'POST /users']) {
      graph.fail(request, fault);
      await expect(create()).rejects.toMatchObject({
        retryable: true,
        retryAfterMillis,
        message: expect.stringContaining(message),
      });
    }
    expect(graph.users).toEqual([]);
  });

  test('is asked with one token until it stops working, then with one other', async () => {
    const mailboxes = open();
    const before = graph.tokens;
    await mailboxes.create(jobOf(), fatou({ employeeId: '1' }));
    await mailboxes.create(jobOf(), fatou({ employeeId: '2' }));
    expect(graph.tokens).toBe(before + 1);
    graph.revoke();
    await mailboxes.create(jobOf(), fatou({ employeeId: '3' }));
    expect(graph.tokens).toBe(before + 2);
    const unauthorized = {
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken', message: 'no' } },
    };
    graph.fail('GET /users', unauthorized, unauthorized);
    await expect(mailboxes.create(jobOf(), fatou({ employeeId: '4' }))).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining('refuse l’identification de ce programme'),
    });
    expect(graph.tokens).toBe(before + 3);
  });

  test.each([
    [403, 'Authorization_RequestDenied', /n’a pas le droit .*User\.ReadWrite\.All/u],
    [400, 'Request_BadRequest', /a refusé l’opération \(code 400, « Request_BadRequest : non »\)/u],
  ])('that answers %d is a failure at once', async (status, code, message) => {
    graph.fail('POST /users', { status, body: { error: { code, message: 'non' } } });
    await expect(create()).rejects.toMatchObject({
      retryable: false,
      message: expect.stringMatching(message),
    });
  });

  test('never sends its token to another server, nor follows a redirection', async () => {
    const other = await startGraph();
    try {
      const page = { value: [], '@odata.nextLink': `${other.url}/v1.0/users` };
      graph.fail('GET /users', { status: 200, body: page });
      await expect(create()).rejects.toMatchObject({
        retryable: false,
        message: expect.stringContaining('adresse inattendue'),
      });
      graph.fail('GET /users', { status: 302, headers: { location: `${other.url}/v1.0/users` } });
      await expect(create()).rejects.toMatchObject({ retryable: true });
      expect(other.requests).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  test('its check says what is wrong', async () => {
    const said = async (settings?: GraphSettings, value?: string) =>
      (await open(settings, value).check()).findings.join();
    expect(await open().check()).toEqual({
      ok: true,
      findings: [expect.stringContaining('accepte l’application')],
    });
    expect(await said(undefined, 'faux')).toMatch(/refuse l’application ou son secret .*AADSTS7000215/u);
    expect(await said(undefined, '')).toMatch(/variable d’environnement GRAPH_SECRET, qui est absente/u);
    expect(
      await said(graph.settings({ graphUrl: 'http://127.0.0.1:1', loginUrl: 'http://127.0.0.1:1' })),
    ).toMatch(/ne répond pas/u);
    graph.fail('GET /users', {
      status: 403,
      body: { error: { code: 'Authorization_RequestDenied', message: 'no' } },
    });
    expect(await said()).toMatch(/n’a pas le droit/u);
    graph.available = 0;
    expect(await said()).toMatch(/Il ne reste aucune licence « Microsoft 365 E3 »/u);
    const unknown = { messagerie: { name: 'Autre', skuId: '44444444-4444-4444-8444-444444444444' } };
    expect(await said(graph.settings({ licences: unknown }))).toMatch(
      /La licence « Autre » .* n’est pas de ce locataire/u,
    );
  });
});
