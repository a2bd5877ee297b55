import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readEnvironment } from '../../src/config/environment';
import { ListenerConfigurationError, readListeners } from '../../src/config/listeners';
import { certificateAuthority } from '../kit/certificates';

const folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-listeners-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

const { cert, key } = certificateAuthority('CA').issue();
const tls = { TLS_CERT_FILE: file('cert.pem', cert), TLS_KEY_FILE: file('key.pem', key) };
const GATEWAY_CLIENTS = 'ouvrier:0123456789abcdef';
const management = { MANAGEMENT_USERNAME: 'ops', MANAGEMENT_PASSWORD: 'surveillance' };
const ingest = { INGEST_USERNAME: 'zeebe', INGEST_PASSWORD: 'secret' };
const read = (settings: Record<string, string>) => readListeners(readEnvironment(settings));

describe('listeners off loopback', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a gateway with clients and TLS', { GATEWAY_HOST: '0.0.0.0', GATEWAY_CLIENTS, ...tls }],
    [
      'a gateway behind a proxy',
      { GATEWAY_HOST: '10.0.0.4', GATEWAY_CLIENTS, PLAIN_LISTENERS: 'gateway, management' },
    ],
    [
      'a gateway with an issuer',
      { GATEWAY_HOST: '::', GATEWAY_JWT_ISSUER: 'https://i', GATEWAY_JWT_AUDIENCE: 'a', ...tls },
    ],
    [
      'certificates asked for',
      { GATEWAY_HOST: '0.0.0.0', GATEWAY_CLIENT_CA_FILE: tls.TLS_CERT_FILE, ...tls },
    ],
    ['management', { MANAGEMENT_HOST: '0.0.0.0', ...management, ...tls }],
    ['ingest', { ZEEBE_ADDRESS: 'z:1', INGEST_HOST: '0.0.0.0', ...ingest, PLAIN_LISTENERS: 'ingest' }],
    ['a host of ingest that is not used', { INGEST_HOST: '0.0.0.0' }],
    ['a host of the gateway that is not used', { ZEEBE_ADDRESS: 'z:1', GATEWAY_HOST: '0.0.0.0' }],
    ['another name of loopback', { GATEWAY_HOST: '::1', MANAGEMENT_HOST: 'localhost' }],
  ])('takes %s', (_, settings) => {
    expect(() => read(settings)).not.toThrow();
  });

  it.each<[Record<string, string>, RegExp]>([
    [
      { GATEWAY_HOST: '0.0.0.0' },
      /gateway to know its callers because GATEWAY_HOST is 0\.0\.0\.0.*\n.*gateway to encrypt/,
    ],
    [{ GATEWAY_HOST: '192.168.1.5', ...tls }, /know its callers.*Set GATEWAY_CLIENTS/],
    [{ GATEWAY_HOST: '::', GATEWAY_CLIENTS }, /encrypt because GATEWAY_HOST is ::/],
    [{ MANAGEMENT_HOST: '0.0.0.0', ...tls }, /management to know its callers.*MANAGEMENT_USERNAME/],
    [{ MANAGEMENT_HOST: 'logi.example', ...management }, /management to encrypt/],
    [{ ZEEBE_ADDRESS: 'z:1', INGEST_HOST: '0.0.0.0', ...tls }, /ingest to know its callers/],
    [
      { ZEEBE_ADDRESS: 'z:1', INGEST_HOST: '0.0.0.0', ...ingest },
      /ingest to encrypt.*PLAIN_LISTENERS=ingest/,
    ],
    [{ INGEST_USERNAME: 'zeebe' }, /both INGEST_USERNAME and INGEST_PASSWORD/],
    [{ MANAGEMENT_PASSWORD: 'x' }, /both MANAGEMENT_USERNAME/],
    [{ TLS_CERT_FILE: tls.TLS_CERT_FILE }, /both TLS_CERT_FILE and TLS_KEY_FILE/],
    [{ ...tls, TLS_KEY_FILE: path.join(folder, 'absent.pem') }, /TLS_KEY_FILE to name a readable PEM file/],
    [{ ...tls, TLS_CERT_FILE: file('no.pem', 'hello') }, /certificate chain in TLS_CERT_FILE/],
    [{ GATEWAY_CLIENT_CA_FILE: tls.TLS_CERT_FILE }, /GATEWAY_CLIENT_CA_FILE asks clients/],
    [{ GATEWAY_JWT_ISSUER: 'https://i' }, /both GATEWAY_JWT_ISSUER/],
  ])('refuses %j', (settings, message) => {
    expect(() => read(settings)).toThrow(ListenerConfigurationError);
    expect(() => read(settings)).toThrow(message);
  });

  it.each(['ouvrier', 'ouvrier:court', 'a:0123456789abcdef,a:0123456789abcdef', ':0123456789abcdef'])(
    'wants names and long secrets, not %s',
    (text) => {
      expect(() => readEnvironment({ GATEWAY_CLIENTS: text })).toThrow(/GATEWAY_CLIENTS.*16 characters/);
    },
  );
});
