/** Calls to hosts of an allow-list, for what no other connector does. */
import { readFileSync } from 'node:fs';
import { checkOf, type Connector, type ReadVariable } from '../../kit/connector';
import { printJson } from '../../json';
import { allowedAddresses } from './address';
import { answerOf, type HttpAnswer } from './answer';
import { explainFailure, HttpCallError } from './errors';
import { exchange, type Received } from './exchange';
import { isHeaderValue, type HttpHost, type HttpSettings, type Method } from './settings';
import { isBelow, targetOf, type Path, type Query } from './target';

export interface HttpCall {
  /** The same for every attempt: the host can tell a repetition by it. */
  readonly idempotencyKey: string;
  /** A name of the settings. */
  readonly host: string;
  readonly method: Method;
  readonly path: Path;
  readonly query: Query;
  /** JSON; undefined: no body. */
  readonly body: unknown;
  readonly signal: AbortSignal;
}

export interface HttpCalls extends Connector {
  /** Rejects with `HttpCallError`. */
  call(call: HttpCall): Promise<HttpAnswer>;
}

export interface HttpParts {
  readonly settings: HttpSettings;
  readonly read: ReadVariable;
  readonly clock: () => Date;
}

const mostRedirects = 3;
const redirects = new Set([301, 302, 303, 307, 308]);

export function createHttpCalls({ settings, read, clock }: HttpParts): HttpCalls {
  function headersOf(host: HttpHost): Record<string, string> {
    const headers: Record<string, string> = {
      'User-Agent': 'Logigramme',
      Accept: 'application/json, text/*;q=0.5',
      ...host.headers,
      // What decompresses to more than was counted cannot come.
      'Accept-Encoding': 'identity',
    };
    for (const [name, variable] of Object.entries(host.secretHeaders)) {
      const value = read(variable);
      if (value === undefined || value === '' || !isHeaderValue(value)) {
        const found =
          value === undefined || value === '' ? 'n’est pas définie' : 'ne peut pas être un en-tête HTTP';
        throw new HttpCallError(
          `Le service « ${host.name} » attend la variable d’environnement ${variable}, qui ${found}.`,
          false,
        );
      }
      headers[name] = value;
    }
    return headers;
  }

  function certificatesOf(host: HttpHost): string | undefined {
    if (host.caFile === undefined) return undefined;
    try {
      return readFileSync(host.caFile, 'utf8');
    } catch (error) {
      throw new HttpCallError(
        `Le fichier de certificats ${host.caFile} du service « ${host.name} » ne peut pas être lu.`,
        false,
        undefined,
        { cause: error },
      );
    }
  }

  /** Follows redirects of GET and HEAD, as far as they stay below the base URL. */
  async function send(host: HttpHost, call: Omit<HttpCall, 'host'>): Promise<Received> {
    const limit = AbortSignal.timeout(host.limitSeconds * 1000);
    const body = call.body === undefined ? null : Buffer.from(printJson(call.body));
    const headers = {
      ...headersOf(host),
      'Idempotency-Key': call.idempotencyKey,
      ...(body !== null && { 'Content-Type': 'application/json' }),
    };
    const one = {
      host,
      isAllowed: allowedAddresses(host.addresses),
      ca: certificatesOf(host),
      method: call.method,
      headers,
      body,
      signal: AbortSignal.any([limit, call.signal]),
    };
    let url = targetOf(host.name, host.baseUrl, call.path, call.query);
    try {
      for (let left = mostRedirects; ; left -= 1) {
        const received = await exchange({ ...one, url });
        if (!redirects.has(received.status)) return received;
        url = nextUrl(host, call.method, url, received, left);
      }
    } catch (error) {
      if (!limit.aborted) throw error;
      throw new HttpCallError(
        `Le service « ${host.name} » n’a pas répondu en ${host.limitSeconds} s.`,
        true,
        undefined,
        { cause: error },
      );
    }
  }

  return {
    name: 'http',
    jobTypes: ['http-call'],
    async call(call) {
      const host = settings.hosts.find(({ name }) => name === call.host);
      if (host === undefined) {
        const known = settings.hosts.map(({ name }) => name).join(', ');
        throw new HttpCallError(
          `Le service « ${call.host} » n’est pas dans le fichier des connecteurs, qui connaît : ${known}.`,
          false,
        );
      }
      if (!host.methods.includes(call.method)) {
        throw new HttpCallError(
          `La méthode ${call.method} n’est pas autorisée pour le service « ${host.name} » (${host.methods.join(', ')}).`,
          false,
        );
      }
      try {
        return answerOf(host.name, await send(host, call), clock());
      } catch (error) {
        throw explainFailure(host.name, error);
      }
    },
    async check() {
      const problems = await Promise.all(settings.hosts.map(problemOf));
      const found = problems.filter((problem) => problem !== null);
      return checkOf(found, `Services joignables : ${settings.hosts.map(({ name }) => name).join(', ')}.`);
    },
  };

  /** Any answer below 500 that is no refusal of who we are shows that the host can be called. */
  async function problemOf(host: HttpHost): Promise<string | null> {
    const signal = new AbortController().signal;
    const look = {
      idempotencyKey: 'test',
      method: 'HEAD' as const,
      path: '',
      query: {},
      body: undefined,
      signal,
    };
    try {
      const { status } = await send(host, look);
      if (status === 401 || status === 403)
        return `Le service « ${host.name} » refuse les identifiants du programme (HTTP ${status}).`;
      return status >= 500 ? `Le service « ${host.name} » est en panne (HTTP ${status}).` : null;
    } catch (error) {
      return explainFailure(host.name, error).message;
    }
  }
}

function nextUrl(host: HttpHost, method: Method, from: URL, { headers }: Received, left: number): URL {
  const location = headers.location ?? '';
  const next = URL.canParse(location, from) ? new URL(location, from) : null;
  if (left > 0 && next !== null && (method === 'GET' || method === 'HEAD') && isBelow(next, host.baseUrl))
    return next;
  const where = next === null ? 'une adresse illisible' : next.origin;
  throw new HttpCallError(
    `Le service « ${host.name} » renvoie ailleurs (${where}) : le programme ne suit pas ce renvoi. ` +
      'L’administrateur doit corriger son adresse dans le fichier des connecteurs.',
    false,
  );
}
