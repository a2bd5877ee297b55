/** X.509 certificates for tests, made in the test: an authority of its own, and what it signs. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

export interface Authority {
  /** PEM. */
  readonly cert: string;
  /** For a server at 127.0.0.1 and localhost. */
  issue(): Certificate;
}

const DAY = 24 * 60 * 60_000;

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const long = body.length.toString(16);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : Buffer.from(
          (0x80 + Math.ceil(long.length / 2)).toString(16) +
            long.padStart(long.length + (long.length % 2), '0'),
          'hex',
        );
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const yes = der(0x01, Buffer.from([0xff]));

function utcTime(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  return der(0x17, Buffer.from(text.slice(2)));
}

const nameOf = (commonName: string) =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))));

const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(oid(id), ...(critical ? [yes] : []), der(0x04, value));
const basicConstraints = (authority: boolean) =>
  extension('551d13', true, sequence(...(authority ? [yes] : [])));
const localNames = extension(
  '551d11',
  false,
  sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
);

interface Subject {
  readonly name: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function certificate({ name, issuer, publicKey, extensions }: Subject, signer: KeyObject): string {
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, ...Array.from({ length: 8 }, () => Math.floor(Math.random() * 256))])),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(utcTime(Date.now() - DAY), utcTime(Date.now() + DAY)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', signed, signer));
  const bytes = sequence(signed, ecdsaWithSha256, signature);
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

export function certificateAuthority(name: string): Authority {
  const own = pair();
  return {
    cert: certificate(
      { name, issuer: name, publicKey: own.publicKey, extensions: [basicConstraints(true)] },
      own.privateKey,
    ),
    issue() {
      const server = pair();
      const cert = certificate(
        {
          name: 'localhost',
          issuer: name,
          publicKey: server.publicKey,
          extensions: [basicConstraints(false), localNames],
        },
        own.privateKey,
      );
      return { cert, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
}
