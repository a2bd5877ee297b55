/** The organisation's certificate and key, out of a PKCS#12 file. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { asn1, pkcs12, pki, util } from 'node-forge';

export interface SigningCertificate {
  /** DER. */
  readonly certificate: Buffer;
  /** DER of those above it, without it. */
  readonly chain: readonly Buffer[];
  readonly key: KeyObject;
  /** `CN` of its holder. */
  readonly holder: string;
  readonly validTo: Date;
}

export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

const der = (one: pki.Certificate): Buffer =>
  Buffer.from(asn1.toDer(pki.certificateToAsn1(one)).getBytes(), 'binary');

/** Throws `CertificateError`: not there, another password, no RSA key, no certificate for it. */
export function openCertificate(bytes: Buffer, password: string): SigningCertificate {
  const { key, certificates } = contents(bytes, password);
  const own = certificates.find(
    ({ publicKey }) => 'n' in publicKey && 'n' in key && publicKey.n.equals(key.n as typeof publicKey.n),
  );
  if (own === undefined)
    throw new CertificateError(
      'Expected the PKCS#12 file to hold the certificate of its key, but it does not.',
    );
  const certificate = der(own);
  const { subject, validTo } = new X509Certificate(certificate);
  return {
    certificate,
    chain: certificates.filter((one) => one !== own).map(der),
    key: createPrivateKey(pki.privateKeyToPem(key)),
    holder: /^CN=(.+)$/mu.exec(subject)?.[1] ?? subject.replaceAll('\n', ', '),
    validTo: new Date(validTo),
  };
}

function contents(bytes: Buffer, password: string) {
  try {
    const store = pkcs12.pkcs12FromAsn1(asn1.fromDer(util.createBuffer(bytes.toString('binary'))), password);
    const bags = (oid: string | undefined) => store.getBags({ bagType: oid ?? '' })[oid ?? ''] ?? [];
    const [key] = [...bags(pki.oids['pkcs8ShroudedKeyBag']), ...bags(pki.oids['keyBag'])].flatMap(
      ({ key: found }) => (found ? [found as pki.rsa.PrivateKey] : []),
    );
    if (key === undefined) throw new Error('it holds no RSA key');
    const certificates = bags(pki.oids['certBag']).flatMap(({ cert }) => (cert ? [cert] : []));
    return { key, certificates };
  } catch (error) {
    throw new CertificateError(
      `Expected a PKCS#12 file with an RSA key that SIGNATURE_PASSWORD opens, but: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** Null where none is configured: visas are drawn and say so. */
export function readCertificate(path: string | undefined, password = ''): SigningCertificate | null {
  if (path === undefined) return null;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new CertificateError(`Expected to read SIGNATURE_PKCS12 at ${path}, but it cannot be read.`, {
      cause: error,
    });
  }
  return openCertificate(bytes, password);
}
