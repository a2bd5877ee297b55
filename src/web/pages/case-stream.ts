/**
 * `/dossiers/:key/flux`: server-sent events, one `change` each time the case has moved. Carries no data: the page
 * fetches its state when told. Rights are checked again at each look.
 */
import type { RequestHandler, Response } from 'express';
import type { Account } from '../../identity/account';
import type { WebServices } from '../services';
import { parameter, signedIn } from './kit/http';

/** Bursts of records are looked at once. */
const settleMillis = 40;
/** Also without a signal, and so that proxies keep the connection. */
const heartbeatMillis = 20_000;

async function signature({ cases, queries }: WebServices, account: Account, key: string): Promise<string> {
  const called = await cases.called(account, key);
  const keys = [key, ...called.map((one) => one.processInstanceKey)];
  const [elements, incidents] = await Promise.all([
    Promise.all(keys.map((one) => queries.elements(one))).then((lists) => lists.flat()),
    queries.incidents({ processInstanceKey: key, state: 'CREATED' }),
  ]);
  return [
    ...elements.map(({ key: id, state }) => `${id}${state}`),
    ...incidents.items.map(({ key: id }) => id),
  ].join();
}

function open(res: Response): void {
  res.status(200);
  res.setHeader('Content-Type', 'text/event-stream');
  res.setHeader('Cache-Control', 'no-cache, no-transform');
  res.setHeader('X-Accel-Buffering', 'no');
  res.flushHeaders();
  res.write('retry: 3000\n\n');
}

export function caseStream(services: WebServices): RequestHandler {
  return async (req, res) => {
    const account = signedIn(req);
    const key = parameter(req, 'key');
    let known = await signature(services, account, key);
    open(res);

    let timer: NodeJS.Timeout | null = null;
    let ended = false;
    const end = () => {
      ended = true;
      unsubscribe();
      clearInterval(heartbeat);
      if (timer !== null) clearTimeout(timer);
      res.end();
    };
    const look = async () => {
      timer = null;
      try {
        const found = await signature(services, account, key);
        if (!ended && found !== known) res.write('event: change\ndata: 1\n\n');
        known = found;
      } catch (error) {
        services.logger.debug({ err: error }, 'case stream ended');
        end();
      }
    };
    const unsubscribe = services.projection.onProjected(() => {
      timer ??= setTimeout(() => void look(), settleMillis);
    });
    const heartbeat = setInterval(() => {
      res.write(': \n\n');
      timer ??= setTimeout(() => void look(), settleMillis);
    }, heartbeatMillis);
    heartbeat.unref();
    res.on('close', end);
  };
}
