/** Microsoft Graph over HTTP: an application's token, one request at a time, paging. */
import { z } from 'zod';
import type { ReadVariable } from '../../../kit/connector';
import { refused } from '../error';
import { readSecret } from '../variable';
import { explainLogin, explainNetwork, explainRefusal, readRefusal, readRetryAfter } from './errors';
import type { GraphSettings } from './settings';

const token = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

/** A token is not used in its last minute. */
const marginMillis = 60_000;
const mostPages = 100;

/** All throw `AccountError`. */
export interface GraphClient {
  /** Null: 404. `path` begins with /; its parts are encoded already. */
  find(path: string): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
  patch(path: string, body: object): Promise<void>;
  /** 404 counts as done. */
  remove(path: string): Promise<void>;
  /** All items of all pages. */
  list(path: string): Promise<readonly unknown[]>;
}

export interface GraphParts {
  readonly settings: GraphSettings;
  readonly read: ReadVariable;
  readonly clock: () => Date;
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

export function createGraphClient({ settings, read, clock }: GraphParts): GraphClient {
  let current: { readonly value: string; readonly until: number } | undefined;

  async function send(url: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(url, {
        ...request,
        redirect: 'error',
        signal: AbortSignal.timeout(settings.timeoutSeconds * 1000),
      });
    } catch (error) {
      throw explainNetwork(url, error);
    }
  }

  async function signIn(): Promise<string> {
    const secret = readSecret(read, settings.clientSecretFrom, 'La messagerie');
    const url = `${settings.loginUrl}/${encodeURIComponent(settings.tenant)}/oauth2/v2.0/token`;
    const response = await send(url, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: settings.clientId,
        client_secret: secret,
        scope: `${new URL(settings.graphUrl).origin}/.default`,
      }),
    });
    const body = await readBody(response);
    const pause = readRetryAfter(response.headers.get('retry-after'), clock());
    if (!response.ok) throw explainLogin(readRefusal(response.status, body), pause);
    const { access_token: value, expires_in: seconds } = token.parse(body);
    current = { value, until: clock().getTime() + seconds * 1000 - marginMillis };
    return value;
  }

  const tokenNow = async (): Promise<string> =>
    current !== undefined && clock().getTime() < current.until ? current.value : signIn();

  async function call(method: string, url: string, body?: object): Promise<Response> {
    const attempt = (bearer: string) =>
      send(url, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const first = await attempt(await tokenNow());
    if (first.status !== 401) return first;
    await first.body?.cancel();
    current = undefined;
    return attempt(await signIn());
  }

  async function answered(response: Response): Promise<unknown> {
    const body = await readBody(response);
    if (response.ok) return body;
    throw explainRefusal(
      readRefusal(response.status, body),
      readRetryAfter(response.headers.get('retry-after'), clock()),
    );
  }

  /** The token goes to the configured server only. */
  function nextPage(link: string): string {
    if (URL.canParse(link) && new URL(link).origin === new URL(settings.graphUrl).origin) return link;
    throw refused(
      `Microsoft 365 renvoie à une adresse inattendue (« ${link.slice(0, 200)} ») : rien n’a été demandé là.`,
    );
  }

  return {
    async find(path) {
      const response = await call('GET', `${settings.graphUrl}${path}`);
      if (response.status !== 404) return answered(response);
      await response.body?.cancel();
      return null;
    },
    post: async (path, body) => answered(await call('POST', `${settings.graphUrl}${path}`, body)),
    patch: async (path, body) =>
      void (await answered(await call('PATCH', `${settings.graphUrl}${path}`, body))),
    async remove(path) {
      const response = await call('DELETE', `${settings.graphUrl}${path}`);
      if (response.status === 404) await response.body?.cancel();
      else await answered(response);
    },
    async list(path) {
      const items: unknown[] = [];
      let url: string | undefined = `${settings.graphUrl}${path}`;
      for (let count = 0; url !== undefined && count < mostPages; count += 1) {
        const { value, '@odata.nextLink': link } = page.parse(await answered(await call('GET', url)));
        items.push(...value);
        url = link === undefined ? undefined : nextPage(link);
      }
      return items;
    },
  };
}
