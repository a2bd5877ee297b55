/** One request and its answer, bounded in time and size, to an allowed address only. */
import { request as requestPlain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP } from 'node:net';
import { guardedLookup, refusedAddress, type IsAllowed } from './address';
import { HttpCallError } from './errors';
import type { HttpHost, Method } from './settings';

export interface Exchange {
  readonly host: HttpHost;
  readonly isAllowed: IsAllowed;
  readonly ca: string | undefined;
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly signal: AbortSignal;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function readBody(response: IncomingMessage, host: HttpHost): Promise<Buffer> {
  const limit = host.limitKilobytes * 1024;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) {
      response.destroy();
      throw new HttpCallError(
        `La réponse du service « ${host.name} » dépasse ${host.limitKilobytes} ko : elle n’a pas été lue.`,
        false,
      );
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Rejects with `HttpCallError`, or with what Node says of the connection. */
export async function exchange(one: Exchange): Promise<Received> {
  const { host, url, isAllowed, body } = one;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  // Names are checked where they are resolved; an address is not resolved.
  if (isIP(literal) !== 0 && !isAllowed(literal)) throw refusedAddress(host.name, literal);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestTls : requestPlain;
    const request = send(
      url,
      {
        method: one.method,
        headers: { ...one.headers, ...(body !== null && { 'Content-Length': body.length }) },
        // A connection of its own: none that another check has let through.
        agent: false,
        lookup: guardedLookup(host.name, isAllowed),
        signal: one.signal,
        ...(one.ca !== undefined && { ca: one.ca }),
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body ?? undefined);
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: await readBody(response, host),
  };
}
