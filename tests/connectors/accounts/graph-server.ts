/** An HTTP server in the part of Microsoft's sign-in and Graph, as their documentation says: tokens, pages, refusals. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphSettings, type GraphSettings } from '../../../src/connectors/accounts/graph/settings';

export const secret = 'secret de l’application';
export const mailSku = '05e9a617-0261-4cee-bb44-138d3ef5d965';
export const decisionSku = 'f8a1db68-be16-40ed-86d5-cb42ce701560';
export const readersGroup = '11111111-1111-4111-8111-111111111111';
export const analystsGroup = '22222222-2222-4222-8222-222222222222';

export interface GraphUser extends Record<string, unknown> {
  id: string;
  userPrincipalName: string;
}

export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Done all the same; only the answer is lost. */
  readonly after?: boolean;
  /** Called once it is done. */
  readonly then?: () => void;
}

export interface TestGraph {
  readonly url: string;
  readonly users: GraphUser[];
  /** Licences by user. */
  readonly licences: Map<string, Set<string>>;
  readonly members: Map<string, Set<string>>;
  /** `METHOD path` of every request to Graph, in order. */
  readonly requests: string[];
  readonly tokens: number;
  available: number;
  settings(changes?: object): GraphSettings;
  /** Of the next requests whose `METHOD path` begins so. */
  fail(begins: string, ...faults: Fault[]): void;
  /** Every token given so far stops working. */
  revoke(): void;
  clear(): void;
  stop(): Promise<void>;
}

const refusal = (code: string, message: string, details: object[] = []) => ({
  error: { code, message, details, innerError: { date: '2026-11-25T10:00:00', 'request-id': randomUUID() } },
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export async function startGraph(): Promise<TestGraph> {
  const users: GraphUser[] = [];
  const licences = new Map<string, Set<string>>();
  const members = new Map<string, Set<string>>();
  const requests: string[] = [];
  const valid = new Set<string>();
  const faults: { begins: string; fault: Fault }[] = [];
  const state = { tokens: 0, available: 100 };

  function send(
    response: ServerResponse,
    status: number,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ) {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }
  const notFound = (response: ServerResponse) =>
    send(
      response,
      404,
      refusal(
        'Request_ResourceNotFound',
        'Resource does not exist or one of its queried reference-property objects are not present.',
      ),
    );

  function signIn(response: ServerResponse, form: URLSearchParams): void {
    if (form.get('grant_type') !== 'client_credentials' || !form.get('scope')?.endsWith('/.default')) {
      send(response, 400, { error: 'invalid_request', error_description: 'AADSTS900144: bad request' });
    } else if (form.get('client_secret') !== secret) {
      send(response, 401, {
        error: 'invalid_client',
        error_description: 'AADSTS7000215: Invalid client secret provided.',
      });
    } else {
      state.tokens += 1;
      const token = randomUUID();
      valid.add(token);
      send(response, 200, { token_type: 'Bearer', expires_in: 3599, access_token: token });
    }
  }

  const byKey = (key: string) => users.find((one) => [one.id, one.userPrincipalName].includes(key));

  /** `attribute eq 'text'`, quotes doubled; anything else is refused. */
  function filtered(filter: string): GraphUser[] | null {
    const [, name, text] = /^(\w+) eq '((?:[^']|'')*)'$/u.exec(filter) ?? [];
    if (name === undefined || text === undefined) return null;
    return users.filter(
      (one) => String(one[name] ?? '').toLowerCase() === text.replaceAll("''", "'").toLowerCase(),
    );
  }

  function createUser(response: ServerResponse, body: Record<string, unknown>): void {
    const profile = body['passwordProfile'] as
      { password?: string; forceChangePasswordNextSignIn?: boolean } | undefined;
    const needed = ['displayName', 'mailNickname', 'userPrincipalName'].find((name) => !body[name]);
    if (needed !== undefined || profile?.password === undefined) {
      send(
        response,
        400,
        refusal(
          'Request_BadRequest',
          `A value is required for property '${needed ?? 'password'}' of resource 'User'.`,
        ),
      );
    } else if (byKey(String(body['userPrincipalName']))) {
      const message = 'Another object with the same value for property userPrincipalName already exists.';
      send(
        response,
        400,
        refusal('Request_BadRequest', message, [{ code: 'ObjectConflict', target: 'userPrincipalName' }]),
      );
    } else {
      const user = { ...body, id: randomUUID(), userPrincipalName: String(body['userPrincipalName']) };
      users.push(user);
      send(response, 201, user);
    }
  }

  function list(response: ServerResponse, items: readonly object[], url: URL, size = 2): void {
    const skip = Number(url.searchParams.get('$skiptoken') ?? 0);
    const next = new URL(url);
    next.searchParams.set('$skiptoken', String(skip + size));
    send(response, 200, {
      value: items.slice(skip, skip + size),
      ...(skip + size < items.length && { '@odata.nextLink': next.toString() }),
    });
  }

  function assign(
    response: ServerResponse,
    user: GraphUser,
    body: { addLicenses?: { skuId: string }[] },
  ): void {
    const held = licences.get(user.id) ?? new Set<string>();
    for (const { skuId } of body.addLicenses ?? []) {
      if (!user['usageLocation']) {
        return send(
          response,
          400,
          refusal(
            'Request_BadRequest',
            'License assignment cannot be done for user with invalid usage location.',
          ),
        );
      }
      if (!held.has(skuId) && state.available === 0) {
        return send(
          response,
          400,
          refusal(
            'Request_BadRequest',
            `Subscription with SKU ${skuId} does not have any available licenses.`,
          ),
        );
      }
      if (!held.has(skuId)) state.available -= 1;
      held.add(skuId);
    }
    licences.set(user.id, held);
    send(response, 200, user);
  }

  const routes: readonly [
    string,
    RegExp,
    (response: ServerResponse, match: readonly string[], url: URL, body: Record<string, unknown>) => void,
  ][] = [
    [
      'GET',
      /^\/users$/u,
      (response, _match, url) => {
        const filter = url.searchParams.get('$filter');
        const found = filter === null ? users : filtered(filter);
        if (found === null)
          send(
            response,
            400,
            refusal('Request_UnsupportedQuery', 'Unsupported or invalid query filter clause specified.'),
          );
        else list(response, found, url);
      },
    ],
    ['POST', /^\/users$/u, (response, _match, _url, body) => createUser(response, body)],
    [
      'GET',
      /^\/users\/([^/]+)$/u,
      (response, [, key = '']) => {
        const user = byKey(key);
        if (user === undefined) notFound(response);
        else send(response, 200, user);
      },
    ],
    [
      'PATCH',
      /^\/users\/([^/]+)$/u,
      (response, [, key = ''], _url, body) => {
        const user = byKey(key);
        if (user === undefined) return notFound(response);
        Object.assign(user, body);
        send(response, 204);
      },
    ],
    [
      'GET',
      /^\/users\/([^/]+)\/licenseDetails$/u,
      (response, [, key = ''], url) => {
        const user = byKey(key);
        if (user === undefined) return notFound(response);
        list(
          response,
          [...(licences.get(user.id) ?? [])].map((skuId) => ({ skuId })),
          url,
        );
      },
    ],
    [
      'POST',
      /^\/users\/([^/]+)\/assignLicense$/u,
      (response, [, key = ''], _url, body) => {
        const user = byKey(key);
        if (user === undefined) notFound(response);
        else assign(response, user, body);
      },
    ],
    [
      'POST',
      /^\/users\/([^/]+)\/checkMemberGroups$/u,
      (response, [, key = ''], _url, body) => {
        const asked = body['groupIds'] as string[];
        send(response, 200, { value: asked.filter((group) => members.get(group)?.has(key)) });
      },
    ],
    [
      'POST',
      /^\/groups\/([^/]+)\/members\/\$ref$/u,
      (response, [, group = ''], _url, body) => {
        const id = String(body['@odata.id']).split('/').pop() ?? '';
        const own = members.get(group) ?? new Set<string>();
        if (own.has(id))
          return send(
            response,
            400,
            refusal(
              'Request_BadRequest',
              "One or more added object references already exist for the following modified properties: 'members'.",
            ),
          );
        members.set(group, own.add(id));
        send(response, 204);
      },
    ],
    [
      'DELETE',
      /^\/groups\/([^/]+)\/members\/([^/]+)\/\$ref$/u,
      (response, [, group = '', id = '']) => {
        if (members.get(group)?.delete(id) === true) send(response, 204);
        else notFound(response);
      },
    ],
    [
      'GET',
      /^\/subscribedSkus$/u,
      (response, _match, url) =>
        list(
          response,
          [
            'c0ffee00-0000-4000-8000-000000000000',
            'c0ffee00-0000-4000-8000-000000000001',
            mailSku,
            decisionSku,
          ].map((skuId) => ({
            skuId,
            consumedUnits: 100 - state.available,
            prepaidUnits: { enabled: 100 },
          })),
          url,
        ),
    ],
  ];

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
      const text = await textOf(request);
      if (url.pathname.endsWith('/oauth2/v2.0/token')) return signIn(response, new URLSearchParams(text));
      const path = decodeURIComponent(url.pathname.replace(/^\/v1\.0/u, ''));
      const called = `${request.method ?? ''} ${path}`;
      requests.push(called);
      const index = faults.findIndex(({ begins }) => called.startsWith(begins));
      const [found] = index < 0 ? [] : faults.splice(index, 1);
      const fault = found?.fault;
      if (fault !== undefined && fault.after !== true)
        return send(response, fault.status, fault.body, fault.headers);
      if (!valid.has(String(request.headers.authorization).replace('Bearer ', ''))) {
        return send(
          response,
          401,
          refusal('InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'),
        );
      }
      const route = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
      if (route === undefined) return notFound(response);
      const [, pattern, handle] = route;
      if (fault?.after === true) {
        const sink = { writeHead: () => undefined, end: () => undefined } as unknown as ServerResponse;
        handle(
          sink,
          pattern.exec(path) ?? [],
          url,
          text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
        );
        fault.then?.();
        if (fault.status === 0) return void request.socket.destroy();
        return send(response, fault.status, fault.body, fault.headers);
      }
      handle(
        response,
        pattern.exec(path) ?? [],
        url,
        text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    users,
    licences,
    members,
    requests,
    get tokens() {
      return state.tokens;
    },
    set available(count: number) {
      state.available = count;
    },
    get available() {
      return state.available;
    },
    settings: (changes = {}) =>
      graphSettings.parse({
        tenant: 'douanes.example',
        clientId: '33333333-3333-4333-8333-333333333333',
        clientSecretFrom: 'GRAPH_SECRET',
        loginUrl: url,
        graphUrl: `${url}/v1.0`,
        domain: 'douanes.example',
        licences: {
          messagerie: { name: 'Microsoft 365 E3', skuId: mailSku },
          decisionnel: { name: 'Power BI Pro', skuId: decisionSku },
        },
        profiles: { Lecteur: [readersGroup], Analyste: [readersGroup, analystsGroup] },
        ...changes,
      }),
    fail: (begins, ...list_) => faults.push(...list_.map((fault) => ({ begins, fault }))),
    revoke: () => valid.clear(),
    clear() {
      users.length = 0;
      requests.length = 0;
      licences.clear();
      members.clear();
      state.available = 100;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
