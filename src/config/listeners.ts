/**
 * Gateway, ingest and management: where each listens, and how it is protected. Whoever reaches the gateway may do
 * everything, so off loopback each needs to know its callers and to encrypt, or the program does not start.
 */
import { StartError } from '../errors/start-error';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Environment } from './environment';
import { isLoopback } from './loopback';

export const Listener = { GATEWAY: 'gateway', INGEST: 'ingest', MANAGEMENT: 'management' } as const;
export type Listener = (typeof Listener)[keyof typeof Listener];

/** PEM. */
export interface ServerCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface GatewaySecurity {
  readonly tls: ServerCertificate | null;
  /** PEM: clients show a certificate of this authority. */
  readonly clientCa: Buffer | null;
  /** By name. */
  readonly clients: ReadonlyMap<string, string>;
  /** An authorization server whose tokens are taken. */
  readonly issuer: { readonly url: string; readonly audience: string } | null;
}

export interface HttpSecurity {
  readonly tls: ServerCertificate | null;
  readonly credentials: Credentials | null;
}

export interface Listeners {
  readonly gateway: GatewaySecurity;
  readonly ingest: HttpSecurity;
  readonly management: HttpSecurity;
}

export class ListenerConfigurationError extends StartError {
  override readonly name = 'ListenerConfigurationError';
}

function fileOf(name: string, path: string | undefined): Buffer | null {
  if (path === undefined) return null;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ListenerConfigurationError(
      `Expected ${name} to name a readable PEM file, but: ${error instanceof Error ? error.message : String(error)}. ` +
        'Check the path and its rights.',
    );
  }
}

/** @throws ListenerConfigurationError unless both or neither are given. */
function both<T>(left: T | null | undefined, right: T | null | undefined, names: string): [T, T] | null {
  if (left != null && right != null) return [left, right];
  if (left == null && right == null) return null;
  throw new ListenerConfigurationError(`Expected both ${names}, but got one. Set the other, or neither.`);
}

function certificateOf(environment: Environment): ServerCertificate | null {
  const files = both(
    fileOf('TLS_CERT_FILE', environment.TLS_CERT_FILE),
    fileOf('TLS_KEY_FILE', environment.TLS_KEY_FILE),
    'TLS_CERT_FILE and TLS_KEY_FILE',
  );
  if (files === null) return null;
  const [cert, key] = files;
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new ListenerConfigurationError(
      'Expected a certificate chain in TLS_CERT_FILE and its private key in TLS_KEY_FILE, both PEM, but: ' +
        `${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  return { cert, key };
}

function credentialsOf(
  name: string,
  username: string | undefined,
  password: string | undefined,
): Credentials | null {
  const pair = both(username, password, `${name}_USERNAME and ${name}_PASSWORD`);
  return pair === null ? null : { username: pair[0], password: pair[1] };
}

function gatewayOf(environment: Environment, tls: ServerCertificate | null): GatewaySecurity {
  const issuer = both(
    environment.GATEWAY_JWT_ISSUER,
    environment.GATEWAY_JWT_AUDIENCE,
    'GATEWAY_JWT_ISSUER and GATEWAY_JWT_AUDIENCE',
  );
  const clientCa = fileOf('GATEWAY_CLIENT_CA_FILE', environment.GATEWAY_CLIENT_CA_FILE);
  if (clientCa !== null && tls === null) {
    throw new ListenerConfigurationError(
      'Expected the gateway to speak TLS because GATEWAY_CLIENT_CA_FILE asks clients for certificates, but it does not. ' +
        'Set TLS_CERT_FILE and TLS_KEY_FILE, and leave gateway out of PLAIN_LISTENERS.',
    );
  }
  return {
    tls,
    clientCa,
    clients: environment.GATEWAY_CLIENTS,
    issuer: issuer === null ? null : { url: issuer[0], audience: issuer[1] },
  };
}

interface Exposed {
  readonly listener: Listener;
  readonly variable: string;
  readonly host: string;
  readonly knowsCallers: boolean;
  readonly encrypts: boolean;
  /** How to make it know its callers. */
  readonly remedy: string;
}

/** What is wrong, in one sentence each. */
function faultsOf({ listener, variable, host, knowsCallers, encrypts, remedy }: Exposed): string[] {
  if (isLoopback(host)) return [];
  const reached = `because ${variable} is ${host}, which other machines can reach`;
  const faults: string[] = [];
  if (!knowsCallers) {
    faults.push(`Expected the ${listener} to know its callers ${reached}, but it takes everybody. ${remedy}`);
  }
  if (!encrypts) {
    faults.push(
      `Expected the ${listener} to encrypt ${reached}, but it does not. Set TLS_CERT_FILE and TLS_KEY_FILE, or ` +
        `PLAIN_LISTENERS=${listener} where a proxy or a private network in front of it does.`,
    );
  }
  return faults.map((fault) => `${fault} Or listen on 127.0.0.1.`);
}

/** Reads the files as well. @throws ListenerConfigurationError naming all that is missing. */
export function readListeners(environment: Environment): Listeners {
  const certificate = certificateOf(environment);
  const isPlain = (listener: Listener): boolean => environment.PLAIN_LISTENERS.includes(listener);
  const tlsOf = (listener: Listener): ServerCertificate | null => (isPlain(listener) ? null : certificate);
  const gateway = gatewayOf(environment, tlsOf(Listener.GATEWAY));
  const httpOf = (listener: Listener, credentials: Credentials | null): HttpSecurity => ({
    tls: tlsOf(listener),
    credentials,
  });
  const ingest = httpOf(
    Listener.INGEST,
    credentialsOf('INGEST', environment.INGEST_USERNAME, environment.INGEST_PASSWORD),
  );
  const management = httpOf(
    Listener.MANAGEMENT,
    credentialsOf('MANAGEMENT', environment.MANAGEMENT_USERNAME, environment.MANAGEMENT_PASSWORD),
  );
  const isEmbedded = environment.ZEEBE_ADDRESS === undefined;
  const exposed: Exposed[] = [
    {
      listener: Listener.MANAGEMENT,
      variable: 'MANAGEMENT_HOST',
      host: environment.MANAGEMENT_HOST,
      knowsCallers: management.credentials !== null,
      encrypts: management.tls !== null || isPlain(Listener.MANAGEMENT),
      remedy: 'Set MANAGEMENT_USERNAME and MANAGEMENT_PASSWORD.',
    },
    isEmbedded
      ? {
          listener: Listener.GATEWAY,
          variable: 'GATEWAY_HOST',
          host: environment.GATEWAY_HOST,
          knowsCallers: gateway.clients.size > 0 || gateway.issuer !== null || gateway.clientCa !== null,
          encrypts: gateway.tls !== null || isPlain(Listener.GATEWAY),
          remedy:
            'Set GATEWAY_CLIENTS=name:secret, or GATEWAY_JWT_ISSUER and GATEWAY_JWT_AUDIENCE, or GATEWAY_CLIENT_CA_FILE.',
        }
      : {
          listener: Listener.INGEST,
          variable: 'INGEST_HOST',
          host: environment.INGEST_HOST,
          knowsCallers: ingest.credentials !== null,
          encrypts: ingest.tls !== null || isPlain(Listener.INGEST),
          remedy: 'Set INGEST_USERNAME and INGEST_PASSWORD.',
        },
  ];
  const faults = exposed.flatMap(faultsOf);
  if (faults.length > 0) throw new ListenerConfigurationError(faults.join('\n'));
  return { gateway, ingest, management };
}
