/** The gateway with TLS and callers that it knows, and Zeebe's Node.js clients as they sign in. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Camunda8 } from '@camunda8/sdk';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import pino from 'pino';
import { ZBClient } from 'zeebe-node';
import { startManagement, type Management } from '../../src/gateway/management';
import type { GatewaySecurity } from '../../src/gateway/server';
import { createZeebeClient } from '../../src/zeebe';
import { createClock } from '../../src/kit/clock';
import { bpmn, end, path, start, task } from '../engine/kit/bpmn';
import { certificateAuthority } from '../kit/certificates';
import { openEmbedded, type OpenEmbedded } from './embedded';
import { openRawClient } from './raw-client';

jest.setTimeout(180_000);

const logger = pino({ level: 'silent' });
const authority = certificateAuthority('Gateway CA');
const pem = ({ cert, key }: { cert: string; key: string }) => ({
  cert: Buffer.from(cert),
  key: Buffer.from(key),
});
const tls = pem(authority.issue());
const SECRET = 'un secret assez long';
const clients = new Map([
  ['ouvrier', 'autre secret, assez long'],
  ['automate', SECRET],
]);
const open: GatewaySecurity = { tls, clientCa: null, clients, issuer: null };

type ZbOptions = NonNullable<ConstructorParameters<typeof ZBClient>[1]>;

let engine: OpenEmbedded;
let management: Management;

async function openWith(security: GatewaySecurity): Promise<void> {
  engine = await openEmbedded(createClock(), security);
  management = await startManagement({
    engine: engine.engine,
    host: '127.0.0.1',
    port: 0,
    logger,
    security: { tls, credentials: { username: 'ops', password: 'surveillance' }, clients },
  });
}
const stop = async () => {
  await management.stop();
  await engine.stop();
};

const oauthUrl = () => `${management.url.replace('127.0.0.1', 'localhost')}/oauth/token`;

function zeebeNode(options: ZbOptions): ZBClient {
  return new ZBClient(engine.address.replace('127.0.0.1', 'localhost'), {
    retry: false,
    loglevel: 'NONE',
    useTLS: true,
    customSSL: { rootCerts: Buffer.from(authority.cert) },
    connectionTolerance: 50,
    ...options,
  });
}

function sdk(settings: Record<string, string>) {
  return new Camunda8({
    ZEEBE_GRPC_ADDRESS: `grpcs://${engine.address.replace('127.0.0.1', 'localhost')}`,
    CAMUNDA_CUSTOM_ROOT_CERT_STRING: authority.cert,
    CAMUNDA_LOG_LEVEL: 'none',
    zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE', ZEEBE_GRPC_CLIENT_RETRY: false },
    CAMUNDA_TOKEN_DISK_CACHE_DISABLE: true,
    ...settings,
  } as ConstructorParameters<typeof Camunda8>[0]).getZeebeGrpcApiClient();
}

const file = (id: string, type: string) =>
  bpmn(id, start() + task('t', type) + end() + path('start', 't', 'end'));

async function worksWithZeebeNode(client: ZBClient): Promise<void> {
  const id = `p-${randomUUID()}`;
  const { content, name } = file(id, id);
  await client.deployResource({ process: Buffer.from(content), name });
  const done = new Promise<string>((resolve) => {
    client.createWorker({
      taskType: id,
      taskHandler: (job) => {
        resolve(job.bpmnProcessId);
        return job.complete({});
      },
    });
  });
  await client.createProcessInstance({ bpmnProcessId: id, variables: {} });
  expect(await done).toBe(id);
  await client.close();
}

async function worksWithSdk(client: ReturnType<typeof sdk>): Promise<void> {
  const id = `p-${randomUUID()}`;
  const { content, name } = file(id, id);
  await client.deployResource({ process: Buffer.from(content), name });
  const done = new Promise<string>((resolve) => {
    client.createWorker({
      taskType: id,
      taskHandler: (job) => {
        resolve(job.bpmnProcessId);
        return job.complete({});
      },
    });
  });
  await client.createProcessInstance({ bpmnProcessId: id, variables: {} });
  expect(await done).toBe(id);
  await client.close();
}

const failure = async (client: ZBClient): Promise<{ code?: number; details?: string }> => {
  const error = (await client.topology().then(
    () => ({}),
    (refusal: unknown) => refusal,
  )) as { code?: number; details?: string };
  await client.close();
  return error;
};

describe('a gateway that knows its clients', () => {
  beforeAll(() => openWith(open));
  afterAll(stop);

  it('should work with zeebe-node by Basic', () =>
    worksWithZeebeNode(zeebeNode({ basicAuth: { username: 'automate', password: SECRET } })));

  it('should work with zeebe-node by OAuth', () =>
    worksWithZeebeNode(
      zeebeNode({
        oAuth: {
          url: oauthUrl(),
          audience: 'zeebe',
          clientId: 'automate',
          clientSecret: SECRET,
          cacheOnDisk: false,
          customRootCert: Buffer.from(authority.cert),
        },
      }),
    ));

  it('should work with @camunda8/sdk by Basic', () =>
    worksWithSdk(
      sdk({
        CAMUNDA_AUTH_STRATEGY: 'BASIC',
        CAMUNDA_BASIC_AUTH_USERNAME: 'automate',
        CAMUNDA_BASIC_AUTH_PASSWORD: SECRET,
      }),
    ));

  it('should work with @camunda8/sdk by OAuth', () =>
    worksWithSdk(
      sdk({
        CAMUNDA_AUTH_STRATEGY: 'OAUTH',
        ZEEBE_CLIENT_ID: 'automate',
        ZEEBE_CLIENT_SECRET: SECRET,
        CAMUNDA_OAUTH_URL: oauthUrl(),
        ZEEBE_TOKEN_AUDIENCE: 'zeebe',
      }),
    ));

  it('should work with the client of the program itself', async () => {
    const client = createZeebeClient({ ...engine.gateway.own, logger });
    expect(await client.topology()).toBeDefined();
    await client.close();
  });

  it.each<[string, ZbOptions]>([
    ['nothing', {}],
    ['a wrong secret', { basicAuth: { username: 'automate', password: 'autre secret, assez long' } }],
    ['an unknown name', { basicAuth: { username: 'inconnu', password: SECRET } }],
  ])('should refuse %s', async (_, options) => {
    expect(await failure(zeebeNode(options))).toMatchObject({
      code: 16,
      details: expect.stringMatching(/^Expected a bearer token or basic credentials/) as string,
    });
  });

  it('should refuse calls without TLS, and its loopback port without the secret of the program', async () => {
    expect((await failure(zeebeNode({ useTLS: false }))).code).toBe(14);
    const client = new ZBClient(engine.gateway.own.address, { retry: false, loglevel: 'NONE' });
    expect((await failure(client)).code).toBe(16);
  });

  it.each(['ActivateJobs', 'StreamActivatedJobs'])('should refuse %s of the unknown', async (rpc) => {
    const client = openRawClient(engine.gateway.own.address);
    const { outcome } = client.stream(rpc, { type: 'x', maxJobsToActivate: 1, timeout: 1000, worker: 'w' });
    expect((await outcome).status).toBe('UNAUTHENTICATED');
    client.close();
  });

  it('should give tokens to its clients only, and take only those that it gave', async () => {
    const ask = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      managementCall('/oauth/token', { body: new URLSearchParams(fields).toString(), headers });
    const right = {
      grant_type: 'client_credentials',
      client_id: 'automate',
      client_secret: SECRET,
    };
    expect(await ask(right)).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
    expect(await ask({ ...right, client_secret: 'x' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await ask({ ...right, grant_type: 'password' })).toMatchObject({ status: 400 });
    const basic = `Basic ${Buffer.from(`automate:${encodeURIComponent(SECRET)}`).toString('base64')}`;
    expect(await ask({ grant_type: 'client_credentials' }, { authorization: basic })).toMatchObject({
      status: 200,
    });
    const forged = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', kid: 'automate' })
      .setSubject('automate')
      .setIssuer('logigramme')
      .setAudience('logigramme-gateway')
      .setExpirationTime('1h')
      .sign(Buffer.from(SECRET));
    const client = sdk({ CAMUNDA_AUTH_STRATEGY: 'BEARER', CAMUNDA_OAUTH_TOKEN: forged });
    await expect(client.topology()).rejects.toMatchObject({ code: 16 });
    await client.close();
  });

  it('should tell the unknown whether it is up, and nothing else', async () => {
    const health = await managementCall('/actuator/health');
    expect(health).toEqual({ status: 200, body: { status: 'UP', components: {} } });
    expect(await managementCall('/actuator/prometheus')).toMatchObject({ status: 401 });
    const authorization = `Basic ${Buffer.from('ops:surveillance').toString('base64')}`;
    expect(await managementCall('/actuator/health', { headers: { authorization } })).toMatchObject({
      body: { components: { engine: { status: 'UP' } } },
    });
  });
});

async function managementCall(
  resource: string,
  call: { readonly body?: string; readonly headers?: Record<string, string> } = {},
): Promise<{ status: number; body: unknown }> {
  const { request } = await import('node:https');
  return new Promise((resolve, reject) => {
    const sent = request(
      `${management.url}${resource}`,
      {
        ca: authority.cert,
        method: call.body === undefined ? 'GET' : 'POST',
        headers: {
          ...(call.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
          ...call.headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
      },
    );
    sent.once('error', reject);
    sent.end(call.body);
  });
}

describe('a gateway that asks for certificates', () => {
  const theirs = certificateAuthority('Workers CA');
  const shown = (issuer: typeof theirs): ZbOptions => {
    const { cert, key } = issuer.issue();
    return {
      customSSL: {
        rootCerts: Buffer.from(authority.cert),
        certChain: Buffer.from(cert),
        privateKey: Buffer.from(key),
      },
    };
  };
  beforeAll(() => openWith({ ...open, clients: new Map(), clientCa: Buffer.from(theirs.cert) }));
  afterAll(stop);

  it('should work with a client that shows one of the right authority', () =>
    worksWithZeebeNode(zeebeNode(shown(theirs))));

  it('should refuse others, by its loopback port too', async () => {
    expect((await failure(zeebeNode({}))).code).toBe(14);
    expect((await failure(zeebeNode(shown(certificateAuthority('Workers CA'))))).code).toBe(14);
    const client = new ZBClient(engine.gateway.own.address, { retry: false, loglevel: 'NONE' });
    expect((await failure(client)).code).toBe(16);
    const own = createZeebeClient({ ...engine.gateway.own, logger });
    expect(await own.topology()).toBeDefined();
    await own.close();
  });
});

describe('a gateway that takes the tokens of an authorization server', () => {
  let issuer: Server;
  let url: string;
  let sign: (claims: { iss?: string; aud?: string; exp?: string }) => Promise<string>;
  let signForeign: typeof sign;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const other = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' };
    issuer = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/realm/.well-known/openid-configuration') {
        response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }));
      } else response.end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((issuer.address() as AddressInfo).port)}/realm`;
    const signBy =
      (key: typeof privateKey): typeof sign =>
      ({ iss = url, aud = 'zeebe-api', exp = '5m' }) =>
        new SignJWT({})
          .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
          .setSubject('ouvrier')
          .setIssuer(iss)
          .setAudience(aud)
          .setExpirationTime(exp)
          .sign(key);
    sign = signBy(privateKey);
    signForeign = signBy(other.privateKey);
    await openWith({ ...open, clients: new Map(), issuer: { url, audience: 'zeebe-api' } });
  });
  afterAll(async () => {
    await stop();
    issuer.closeAllConnections();
    await new Promise((resolve) => issuer.close(resolve));
  });

  const bearer = (token: string) => sdk({ CAMUNDA_AUTH_STRATEGY: 'BEARER', CAMUNDA_OAUTH_TOKEN: token });

  it('should work with a client that sends one', async () => worksWithSdk(bearer(await sign({}))));

  it.each<[string, () => Promise<string>]>([
    ['for another audience', () => sign({ aud: 'other' })],
    ['of another issuer', () => sign({ iss: 'https://evil.example' })],
    ['that has expired', () => sign({ exp: '-1m' })],
    ['that another key signed', () => signForeign({})],
    ['that is none', () => Promise.resolve('x.y.z')],
  ])('should refuse a token %s', async (_, make) => {
    const client = bearer(await make());
    await expect(client.topology()).rejects.toMatchObject({ code: 16 });
    await client.close();
  });
});
