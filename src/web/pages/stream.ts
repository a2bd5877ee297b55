/**
 * `/flux?dossiers=…&taches=1`: server-sent events for all that a browser's visible tabs show, on one connection. A
 * `change` names what has moved, and carries no data: the page fetches its state when told. Rights are checked again at
 * each look.
 */
import { Router, type Response } from 'express';
import type { Account } from '../../identity/account';
import type { WebServices } from '../services';
import { signedIn, text } from './kit/http';
import type { PageKit } from './kit/renderer';

/** Bursts of records are looked at once. */
const SETTLE_MILLIS = 40;
/** Also without a signal, and so that proxies keep the connection. */
const HEARTBEAT_MILLIS = 20_000;
/** An inbox may change with every record: people need not know sooner. */
const INBOX_MILLIS = 3_000;
const MOST_CASES = 20;

const INBOX = 'taches';
const caseTopic = (key: string): string => `dossier:${key}`;

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

/** Runs one look at a time, and another when asked meanwhile. */
function looker(delayMillis: number, look: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    timer = undefined;
    running = true;
    again = false;
    await look();
    running = false;
    if (again) wake();
  };
  function wake(): void {
    if (running) again = true;
    else timer ??= setTimeout(() => void run(), delayMillis);
  }
  return { wake, stop: () => clearTimeout(timer) };
}

export function streamPages({ services }: PageKit): Router {
  const router = Router();
  router.get('/flux', async (req, res) => {
    const account = signedIn(req);
    const keys = [...new Set(text(req.query, 'dossiers').split(',').filter(Boolean))].slice(0, MOST_CASES);
    const followsInbox = text(req.query, 'taches') !== '';
    /** Those that the account may not see (any more) are left out. */
    const known = new Map<string, string>();
    for (const key of keys) {
      const found = await signature(services, account, key).catch(() => null);
      if (found !== null) known.set(key, found);
    }
    open(res);
    const tell = (topic: string): void => void res.write(`event: change\ndata: ${topic}\n\n`);

    const cases = looker(SETTLE_MILLIS, async () => {
      for (const [key, before] of known) {
        try {
          const found = await signature(services, account, key);
          if (found !== before && !res.writableEnded) tell(caseTopic(key));
          known.set(key, found);
        } catch (error) {
          services.logger.debug({ err: error, key }, 'a case is followed no more');
          known.delete(key);
        }
      }
    });
    const inbox = looker(INBOX_MILLIS, async () => {
      if (!res.writableEnded) tell(INBOX);
      return Promise.resolve();
    });
    const wake = (): void => {
      if (known.size > 0) cases.wake();
      if (followsInbox) inbox.wake();
    };
    const unsubscribe = services.projection.onProjected(wake);
    const heartbeat = setInterval(() => {
      res.write(': \n\n');
      wake();
    }, HEARTBEAT_MILLIS);
    heartbeat.unref();
    res.on('close', () => {
      unsubscribe();
      clearInterval(heartbeat);
      cases.stop();
      inbox.stop();
      res.end();
    });
  });
  return router;
}
