/**
 * A CMS signature as PAdES B-B asks (ETSI EN 319 142-1, 6.3; RFC 5652; RFC 5035): detached, SHA-256, the signed
 * attributes content type, message digest and signing certificate, no signing time (that is the PDF's).
 */
import { createHash, sign } from 'node:crypto';
import { asn1, pki, util } from 'node-forge';
import type { SigningCertificate } from './certificate';

const { Class, Type } = asn1;

export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
} as const;

const sequence = (...values: asn1.Asn1[]): asn1.Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, values);
const set = (...values: asn1.Asn1[]): asn1.Asn1 => asn1.create(Class.UNIVERSAL, Type.SET, true, values);
const oid = (value: string): asn1.Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(value).getBytes());
const octets = (value: Buffer): asn1.Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, value.toString('binary'));
const integer = (value: number): asn1.Asn1 =>
  asn1.create(Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(value).getBytes());
const none = (): asn1.Asn1 => asn1.create(Class.UNIVERSAL, Type.NULL, false, '');
const tagged = (tag: number, values: asn1.Asn1[]): asn1.Asn1 =>
  asn1.create(Class.CONTEXT_SPECIFIC, tag as asn1.Type, true, values);
const parsed = (der: Buffer): asn1.Asn1 => asn1.fromDer(util.createBuffer(der.toString('binary')));
const bytesOf = (value: asn1.Asn1): Buffer => Buffer.from(asn1.toDer(value).getBytes(), 'binary');

const digestOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const attribute = (name: string, value: asn1.Asn1): asn1.Asn1 => sequence(oid(name), set(value));

/** DER of a SET: its members in the order of their bytes. */
function signedAttributes(content: Buffer, certificate: Buffer): asn1.Asn1[] {
  return [
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(digestOf(content))),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(digestOf(certificate)))))),
  ].sort((left, right) => Buffer.compare(bytesOf(left), bytesOf(right)));
}

function issuerAndSerial(certificate: Buffer): asn1.Asn1 {
  const { issuer, serialNumber } = pki.certificateFromAsn1(parsed(certificate));
  const serial = Buffer.from(serialNumber, 'hex').toString('binary');
  return sequence(
    pki.distinguishedNameToAsn1(issuer),
    asn1.create(Class.UNIVERSAL, Type.INTEGER, false, serial),
  );
}

/** DER of the SignedData over `content`, which is not in it. */
export function signedData(content: Buffer, { certificate, chain, key }: SigningCertificate): Buffer {
  const attributes = signedAttributes(content, certificate);
  const signature = sign('sha256', bytesOf(set(...attributes)), key);
  const signer = sequence(
    integer(1),
    issuerAndSerial(certificate),
    sequence(oid(OID.sha256), none()),
    tagged(0, attributes),
    sequence(oid(OID.rsa), none()),
    octets(signature),
  );
  const data = sequence(
    integer(1),
    set(sequence(oid(OID.sha256), none())),
    sequence(oid(OID.data)),
    tagged(0, [certificate, ...chain].map(parsed)),
    set(signer),
  );
  return bytesOf(sequence(oid(OID.signedData), tagged(0, [data])));
}
