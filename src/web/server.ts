/** Listens for browsers and programs. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { listen } from '../kit/listen';
import { createApp } from './app';
import type { WebServices } from './services';

export interface WebServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /** Answers what is under way, then closes; connections that stay open are cut. */
  stop(): Promise<void>;
}

const STOP_LIMIT_MILLIS = 5000;
/** Longer than reverse proxies keep a connection (60 s): whoever closes it last never sends into a closed one. */
const KEEP_ALIVE_MILLIS = 65_000;

function urlOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

/** Answers under way: at the end, event streams would otherwise stay open until they are cut. */
function trackResponses(server: Server): { endStreams(): void } {
  const open = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return {
    endStreams() {
      for (const response of open) {
        if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.end();
      }
    },
  };
}

/** Port 0 takes any free one. Rejects with `ListenError` when the port is taken. */
export async function startWeb(options: {
  readonly services: WebServices;
  readonly port: number;
  readonly host: string;
}): Promise<WebServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLIS }, createApp(options.services));
  const responses = trackResponses(server);
  const port = await listen(server, { host: options.host, port: options.port, setting: 'PORT' });
  return {
    url: urlOf(options.host, port),
    port,
    stop: () =>
      new Promise<void>((resolve) => {
        const cut = setTimeout(() => {
          server.closeAllConnections();
        }, STOP_LIMIT_MILLIS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        responses.endStreams();
        server.closeIdleConnections();
      }),
  };
}
