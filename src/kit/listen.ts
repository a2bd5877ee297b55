/** The one way to listen, and to stop listening, for every server of the program. */
import { StartError, UNAVAILABLE } from '../errors/start-error';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server, or one that looks like it (SMTP). */
interface Listening {
  listen(port: number, host: string, listening: () => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

export interface Place {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What a person changes when the port is taken, such as the name of a variable. */
  readonly setting: string;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'this account may not listen on that port',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'nobody knows an address of that name',
};

function reasonOf(cause: Error): string {
  const code = 'code' in cause ? String(cause.code) : '';
  return reasons[code] === undefined ? cause.message : `${reasons[code]} (${code})`;
}

export class ListenError extends StartError {
  override readonly name = 'ListenError';
  override readonly exitCode = UNAVAILABLE;
  constructor({ host, port, setting }: Place, cause: Error) {
    super(
      `Expected to listen on ${host}:${String(port)}, but ${reasonOf(cause)}. Choose another ${setting}, or stop what listens there`,
      { cause },
    );
  }
}

/**
 * Resolves with the port. Rejects with `ListenError`.
 * @param addressed where the address is asked for, when not of the server itself
 */
export function listen(
  server: Listening,
  place: Place,
  addressed: { address(): unknown } = server as unknown as Server,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new ListenError(place, error));
    server.once('error', fail);
    server.listen(place.port, place.host, () => {
      server.off('error', fail);
      resolve((addressed.address() as AddressInfo).port);
    });
  });
}

/** Lets no connection go on. */
export function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
