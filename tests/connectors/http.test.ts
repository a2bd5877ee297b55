/** HTTP calls to real servers: what is asked arrives as meant, what comes back is data, and nothing gets out of line. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { allowedAddresses } from '../../src/connectors/http/address';
import { retryAfter } from '../../src/connectors/http/answer';
import { createHttpCalls } from '../../src/connectors/http/http';
import { proceduresOf } from '../../src/connectors/procedures';
import { httpSettings } from '../../src/connectors/http/settings';
import { targetOf } from '../../src/connectors/http/target';
import { parseJson, printJson } from '../../src/json';
import { startWorkers } from '../../src/workers/host/host';
import { worker } from '../../workers/http-call';
import type { WorkerServices } from '../../src/workers/services';
import { contractForm } from '../../src/workers/contracts/contract-form';
import { fakeGateway, jobOf, now, silent } from '../workers/kit';

const certificates = path.join(__dirname, 'certificates');
const pem = (name: string) => path.join(certificates, `localhost.${name}.pem`);

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const seen: Seen[] = [];
const servers: Server[] = [];
let answer: RequestListener = (_req, res) => res.end();
let url: string;
let other: string;
let secure: string;

async function serve(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const listener: RequestListener = (req, res) => {
  const parts: Buffer[] = [];
  req.on('data', (part: Buffer) => parts.push(part));
  req.on('end', () => {
    const { method, url: asked, headers } = req;
    seen.push({ method, url: asked, headers, body: Buffer.concat(parts).toString() });
    answer(req, res);
  });
};

beforeAll(async () => {
  url = `http://localhost:${await serve(createServer(listener))}/api/`;
  other = `http://localhost:${await serve(createServer(listener))}/`;
  const tls = { key: readFileSync(pem('key')), cert: readFileSync(pem('crt')) };
  secure = `https://localhost:${await serve(createTlsServer(tls, listener))}/`;
});
beforeEach(() => {
  seen.length = 0;
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const loopback = ['127.0.0.0/8', '::1'];
const json = (value: unknown, status = 200, headers: Record<string, string> = {}) => {
  answer = (_req, res) => {
    res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
    res.end(JSON.stringify(value));
  };
};

const callsTo = (host: object) =>
  createHttpCalls({
    settings: httpSettings.parse({
      hosts: [
        {
          name: 'annuaire',
          baseUrl: url,
          methods: ['GET', 'POST', 'DELETE'],
          addresses: loopback,
          headers: { 'X-Service': 'logigramme' },
          secretHeaders: { Authorization: 'ANNUAIRE_JETON' },
          ...host,
        },
      ],
    }),
    read: (name) => ({ ANNUAIRE_JETON: 'Bearer secret-1', MAUVAIS: 'a\r\nX-Role: admin' })[name],
    clock: () => now,
  });

async function outcomeOf(variables: Record<string, unknown>, host: object = {}, headers = {}) {
  const gateway = fakeGateway();
  const http = callsTo(host);
  const services = {
    connectors: { all: [http], backup: null, http, procedures: proceduresOf({ http: ['annuaire-interne'] }) },
    provenance: async () => [{ processInstanceKey: '1', bpmnProcessId: 'annuaire-interne' }],
  } as unknown as WorkerServices;
  await startWorkers({ client: gateway.client, services, logger: silent, workers: [worker] });
  const customHeaders = { service: 'annuaire', ...headers };
  return gateway.work(
    jobOf({
      key: '2251799813685999',
      type: 'http-call',
      bpmnProcessId: 'annuaire-interne',
      variables,
      customHeaders,
    }),
  );
}

describe('a call', () => {
  it('sends method, path, parameters, body, the host’s headers and the job’s key', async () => {
    json({ id: 12, noms: ['Awa'] }, 201);
    const outcome = await outcomeOf({
      appelMethode: 'POST',
      appelChemin: ['agents', 'É/1 ?#&'],
      appelParametres: { q: 'a&b=c', n: 2, liste: ['x', true] },
      appelCorps: { nom: 'Traoré\r\nX: y' },
    });
    expect(outcome).toEqual({
      kind: 'complete',
      variables: { appelStatut: 201, appelReponse: { id: 12, noms: ['Awa'] } },
    });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/api/agents/%C3%89%2F1%20%3F%23%26?q=a%26b%3Dc&n=2&liste=x&liste=true',
        body: JSON.stringify({ nom: 'Traoré\r\nX: y' }),
        headers: {
          authorization: 'Bearer secret-1',
          'x-service': 'logigramme',
          'idempotency-key': '2251799813685999',
          'content-type': 'application/json',
          'accept-encoding': 'identity',
        },
      },
    ]);
  });

  it('keeps long ids and other numbers, in answers and in bodies', async () => {
    const text = '{"id":12345678901234567890,"ids":[9007199254740993],"taux":0.10,"prix":12.0}';
    answer = (_req, res) => res.writeHead(200, { 'Content-Type': 'application/json' }).end(text);
    const outcome = await outcomeOf({ appelMethode: 'POST', appelCorps: parseJson(text) });
    const kept = '{"id":12345678901234567890,"ids":[9007199254740993],"taux":0.1,"prix":12.0}';
    expect(seen.map(({ body }) => body)).toEqual([kept]);
    expect(printJson(outcome)).toContain(`"appelReponse":${kept}`);
  });

  it('is described by the task’s headers as well', async () => {
    answer = (_req, res) => res.writeHead(200, { 'Content-Type': 'text/plain' }).end('fait');
    const outcome = await outcomeOf({}, {}, { methode: 'DELETE', chemin: 'agents/12' });
    expect(outcome).toMatchObject({ variables: { appelStatut: 200, appelReponse: 'fait' } });
    expect(seen).toMatchObject([{ method: 'DELETE', url: '/api/agents/12', body: '' }]);
  });

  it('reaches a host whose certificate is of the administration’s own authority, and no other', async () => {
    json({ ok: true });
    const trusted = { baseUrl: secure, caFile: pem('crt') };
    expect(await outcomeOf({}, trusted)).toMatchObject({ variables: { appelReponse: { ok: true } } });
    expect(await outcomeOf({}, { baseUrl: secure })).toMatchObject({
      kind: 'fail',
      retries: 2,
      errorMessage: expect.stringContaining('son certificat n’est pas reconnu'),
    });
    expect(seen).toHaveLength(1);
  });

  it('follows a redirect below its base URL', async () => {
    answer = (req, res) => {
      if (req.url === '/api/a') res.writeHead(302, { Location: 'b' }).end();
      else res.writeHead(204).end();
    };
    expect(await outcomeOf({ appelChemin: 'a' })).toMatchObject({
      variables: { appelStatut: 204, appelReponse: null },
    });
    expect(seen.map((one) => one.url)).toEqual(['/api/a', '/api/b']);
  });
});

describe('what the host answers', () => {
  it.each([400, 403, 404, 409, 422])('%i is the refusal that a procedure can catch', async (status) => {
    json({ motif: 'inconnu' }, status);
    expect(await outcomeOf({})).toEqual({
      kind: 'error',
      errorCode: 'REFUS_DISTANT',
      errorMessage: `Le service « annuaire » refuse la demande (HTTP ${status}).`,
      variables: { appelStatut: status, appelReponse: { motif: 'inconnu' } },
    });
  });

  it.each([408, 429, 500, 503])('%i is tried again, when the host says', async (status) => {
    json({}, status, { 'Retry-After': '120' });
    expect(await outcomeOf({})).toMatchObject({ kind: 'fail', retries: 2, retryBackoffMillis: 120_000 });
  });

  it.each([
    ['12', 12_000],
    [new Date(now.getTime() + 30_000).toUTCString(), 30_000],
    ['Mon, 01 Jan 1990 00:00:00 GMT', 0],
    ['bientôt', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('Retry-After %j is %j ms', (header, millis) => {
    // "-5" is a date to some engines; it must never be a long pause.
    expect(retryAfter(header, now) || undefined).toBe(millis || undefined);
  });

  it('401 is an incident that says what to correct', async () => {
    json({}, 401);
    expect(await outcomeOf({})).toMatchObject({
      kind: 'fail',
      retries: 0,
      errorMessage: expect.stringMatching(/refuse les identifiants[^]*secretHeaders/),
    });
  });

  it('silence is tried again after the time limit', async () => {
    answer = () => undefined;
    expect(await outcomeOf({}, { limitSeconds: 0.2 })).toMatchObject({
      kind: 'fail',
      retries: 2,
      errorMessage: expect.stringContaining('n’a pas répondu en 0.2 s'),
    });
  });

  it('a closed connection is tried again', async () => {
    answer = (req) => req.socket.destroy();
    expect(await outcomeOf({})).toMatchObject({ retries: 2, errorMessage: expect.stringContaining('coupé') });
  });
});

describe('attacks', () => {
  const refused = (sentence: string) => ({
    kind: 'fail',
    retries: 0,
    errorMessage: expect.stringContaining(sentence),
  });

  it.each([
    ['a path that climbs', { appelChemin: '../admin' }, 'le chemin contient « .. »'],
    ['a path that climbs in the middle', { appelChemin: 'a/../../admin' }, 'le chemin contient « .. »'],
    ['a segment that climbs', { appelChemin: ['..', 'admin'] }, 'le chemin contient « .. »'],
    ['a host in the path', { appelChemin: '//evil.example/a' }, 'le chemin contient «  »'],
    ['a line end in the path', { appelChemin: 'a\r\nHost: evil' }, 'caractère interdit'],
    ['half a character in the path', { appelChemin: 'a\ud800' }, 'caractère interdit'],
    ['a host that is not listed', { appelService: 'evil.example' }, 'qui connaît : annuaire'],
    ['a URL as host', { appelService: 'http://evil.example/' }, 'qui connaît : annuaire'],
    ['a method that is not allowed', { appelMethode: 'PUT' }, 'n’est pas autorisée'],
    ['a method of its own', { appelMethode: 'GET / HTTP/1.1\r\nX: y' }, 'L’appel n’est pas décrit'],
    [
      'an endless URL',
      { appelParametres: { a: ['x'.repeat(2000), 'x'.repeat(2000), 'x'.repeat(2000), 'x'.repeat(2000)] } },
      'trop longue',
    ],
    ['an object as parameter', { appelParametres: { a: { b: 1 } } }, 'Variable « appelParametres.a »'],
  ])('%s is an incident, and nothing is sent', async (_, variables, sentence) => {
    expect(await outcomeOf(variables)).toMatchObject(refused(sentence));
    expect(seen).toEqual([]);
  });

  it.each([
    '%2e%2e/admin',
    '..%2fadmin',
    '..\\admin',
    'a?b=c#d',
    'http://evil.example',
    '@evil.example',
    ';a=b',
  ])('the path %j stays below the base URL, as a name', (text) => {
    const target = targetOf('annuaire', 'https://annuaire.example/api/', [text], {});
    expect(target.origin).toBe('https://annuaire.example');
    expect(target.pathname).toBe(`/api/${encodeURIComponent(text)}`);
    expect(target.search + target.hash).toBe('');
  });

  it.each([
    ['another host', () => other],
    ['the base of the same host', () => '/'],
    ['a private address', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a file', () => 'file:///etc/passwd'],
    ['nowhere', () => 'http://[::'],
  ])('a redirect to %s is not followed', async (_, location) => {
    answer = (_req, res) => res.writeHead(302, { Location: location() }).end();
    expect(await outcomeOf({})).toMatchObject(refused('renvoie ailleurs'));
    expect(seen).toHaveLength(1);
  });

  it('a redirect of what changes something is not followed, nor an endless one', async () => {
    answer = (_req, res) => res.writeHead(307, { Location: '/api/x' }).end();
    expect(await outcomeOf({ appelMethode: 'POST', appelCorps: {} })).toMatchObject(
      refused('renvoie ailleurs'),
    );
    expect(seen).toHaveLength(1);
    expect(await outcomeOf({})).toMatchObject(refused('renvoie ailleurs'));
    expect(seen).toHaveLength(5);
  });

  it('a name that leads to a private address is refused where the connection resolves it', async () => {
    expect(await outcomeOf({}, { addresses: [] })).toMatchObject(refused('adresse interne'));
    expect(await outcomeOf({}, { addresses: ['10.0.0.0/8'] })).toMatchObject(refused('adresse interne'));
    expect(seen).toEqual([]);
  });

  it.each([
    'http://127.0.0.1:9/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
  ])('the address %s is refused', async (baseUrl) => {
    expect(await outcomeOf({}, { baseUrl, addresses: [] })).toMatchObject(refused('adresse interne'));
  });

  it.each([
    ['10.1.2.3', false],
    ['172.31.0.1', false],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:127.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['10.2.0.7', true],
    ['::ffff:10.2.0.7', true],
    ['nom', false],
  ])('%s with 10.2.0.0/16 listed: allowed %j', (address, allowed) => {
    expect(allowedAddresses(['10.2.0.0/16'])(address)).toBe(allowed);
  });

  it('an answer without end is cut off', async () => {
    answer = (_req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/plain' });
      const more = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536, 'x')));
        if (!res.destroyed) res.once('drain', more);
      };
      more();
    };
    expect(await outcomeOf({}, { limitKilobytes: 64 })).toMatchObject(refused('dépasse 64 ko'));
  });

  it.each([
    ['a compressed bomb', { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' }, 'x', 'compressée'],
    ['what is no JSON', { 'Content-Type': 'application/json' }, '{', 'pas du JSON valide'],
    [
      'endless nesting',
      { 'Content-Type': 'application/json' },
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      'imbriquées',
    ],
    ['a program', { 'Content-Type': 'application/octet-stream' }, 'MZ', 'ni du JSON ni du texte'],
  ])('%s as answer is an incident', async (_, headers, body, sentence) => {
    answer = (_req, res) => res.writeHead(200, headers as Record<string, string>).end(body);
    expect(await outcomeOf({})).toMatchObject(refused(sentence));
  });

  it('a secret that would be two headers is not sent', async () => {
    expect(await outcomeOf({}, { secretHeaders: { Authorization: 'MAUVAIS' } })).toMatchObject(
      refused('la variable d’environnement MAUVAIS'),
    );
    expect(seen).toEqual([]);
  });

  it('no secret is in what people read', async () => {
    json({}, 500);
    expect(JSON.stringify(await outcomeOf({}))).not.toContain('secret-1');
  });
});

describe('the settings', () => {
  const host = { name: 'a', baseUrl: 'https://a.example/' };
  it.each([
    [{ ...host, baseUrl: 'ftp://a.example/' }],
    [{ ...host, baseUrl: 'https://a.example/x' }],
    [{ ...host, baseUrl: 'https://moi:secret@a.example/' }],
    [{ ...host, baseUrl: 'https://a.example/?x=1' }],
    [{ ...host, headers: { Host: 'b.example' } }],
    [{ ...host, headers: { 'Idempotency-Key': '1' } }],
    [{ ...host, headers: { 'X-A': 'a\nX-B: c' } }],
    [{ ...host, headers: { 'X A': 'a' } }],
    [{ ...host, secretHeaders: { Authorization: 'Bearer abc' } }],
    [{ ...host, methods: ['CONNECT'] }],
    [{ ...host, addresses: ['10.0.0.0/33'] }],
    [{ ...host, addresses: ['interne'] }],
    [{ ...host, limitSeconds: 3600 }],
    [{ ...host, port: 80 }],
  ])('refuse %j', (wrong) => {
    expect(httpSettings.safeParse({ hosts: [wrong] }).success).toBe(false);
  });
  it('refuse two hosts of one name', () => {
    expect(httpSettings.safeParse({ hosts: [host, host] }).success).toBe(false);
  });
});

describe('the test of the connector', () => {
  it('finds a host that answers, and sends only HEAD', async () => {
    answer = (_req, res) => res.writeHead(404).end();
    expect(await callsTo({}).check()).toEqual({ ok: true, findings: ['Services joignables : annuaire.'] });
    expect(seen).toMatchObject([{ method: 'HEAD', url: '/api/' }]);
  });

  it.each([
    [{ addresses: [] }, /adresse interne/],
    [{ baseUrl: 'http://nulle-part.invalid/' }, /son nom n’est pas connu|service de noms/],
    [{ baseUrl: 'http://localhost:1/' }, /refuse la connexion/],
    [{ secretHeaders: { Authorization: 'ABSENTE' } }, /ABSENTE, qui n’est pas définie/],
    [{ caFile: '/nulle/part.pem' }, /certificats \/nulle\/part\.pem/],
  ])('says what is wrong with %j', async (host, sentence) => {
    const { ok, findings } = await callsTo(host).check();
    expect(ok).toBe(false);
    expect(findings.join()).toMatch(sentence);
  });

  it('tells a refusal of who we are', async () => {
    json({}, 403);
    expect(await callsTo({}).check()).toMatchObject({
      ok: false,
      findings: [expect.stringContaining('403')],
    });
  });
});

it('has a form for people, where no host is configured', () => {
  const fields = contractForm(worker).components as { key: string; type: string }[];
  expect(fields.map(({ key, type }) => [key, type])).toEqual(
    expect.arrayContaining([
      ['appelStatut', 'number'],
      ['appelReponse', 'textarea'],
    ]),
  );
});
