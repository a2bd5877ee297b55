/** A certificate of an organisation, its authority, and the PKCS#12 file that holds them, as npm's node-forge makes them. */
import { asn1, md, pkcs12, pki } from 'node-forge';

export const PASSWORD = 'mot de passe';

const AUTHORITY = 'Autorite des essais';

export interface TestCertificate {
  readonly pkcs12: Buffer;
  readonly authorityPem: string;
}

function certificate(
  subject: string,
  issuer: string,
  key: pki.rsa.KeyPair,
  signer: pki.rsa.PrivateKey,
  serial: string,
) {
  const made = pki.createCertificate();
  made.publicKey = key.publicKey;
  made.serialNumber = serial;
  made.validity.notBefore = new Date('2020-01-01T00:00:00Z');
  made.validity.notAfter = new Date('2049-01-01T00:00:00Z');
  made.setSubject([{ name: 'commonName', value: subject }]);
  made.setIssuer([{ name: 'commonName', value: issuer }]);
  const isAuthority = subject === issuer;
  made.setExtensions([
    { name: 'basicConstraints', cA: isAuthority, critical: true },
    isAuthority
      ? { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }
      : { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  made.sign(signer, md.sha256.create());
  return made;
}

export function testCertificate(holder = 'Direction des Essais'): TestCertificate {
  const authorityKey = pki.rsa.generateKeyPair(2048);
  const key = pki.rsa.generateKeyPair(2048);
  const authority = certificate(AUTHORITY, AUTHORITY, authorityKey, authorityKey.privateKey, '01');
  const own = certificate(holder, AUTHORITY, key, authorityKey.privateKey, '00c5a1');
  const store = pkcs12.toPkcs12Asn1(key.privateKey, [own, authority], PASSWORD, { algorithm: 'aes256' });
  return {
    pkcs12: Buffer.from(asn1.toDer(store).getBytes(), 'binary'),
    authorityPem: pki.certificateToPem(authority),
  };
}
