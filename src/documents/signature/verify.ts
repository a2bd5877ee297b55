/** Verifies the signatures inside a PDF: each by its bytes, its certificate and whether anything came after it. */
import { createHash, verify, X509Certificate } from 'node:crypto';
import { asn1, util } from 'node-forge';
import { OID } from './cms';

export interface VerifiedSignature {
  /** `CN` of the certificate; null: none could be read. */
  readonly holder: string | null;
  /** What was signed is as it was, and this certificate's key signed it. */
  readonly intact: boolean;
  /** DER of the certificate, SHA-256 in hexadecimal. */
  readonly fingerprint: string | null;
  /** Nothing was added to the file after it. */
  readonly coversAll: boolean;
}

const { Class, Type } = asn1;
const byteRange = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/gu;

const kids = (node: asn1.Asn1 | undefined): asn1.Asn1[] => (Array.isArray(node?.value) ? node.value : []);
const raw = (node: asn1.Asn1 | undefined): Buffer =>
  Buffer.from(typeof node?.value === 'string' ? node.value : '', 'binary');
const der = (node: asn1.Asn1): Buffer => Buffer.from(asn1.toDer(node).getBytes(), 'binary');
const isTagged = (node: asn1.Asn1, tag: number): boolean =>
  node.tagClass === Class.CONTEXT_SPECIFIC && Number(node.type) === tag;
const oidOf = (node: asn1.Asn1 | undefined): string =>
  node === undefined ? '' : asn1.derToOid(util.createBuffer(raw(node).toString('binary')));
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

interface Parts {
  readonly certificates: readonly X509Certificate[];
  readonly attributes: asn1.Asn1;
  readonly signature: Buffer;
  readonly serial: string;
}

/** Of a SignedData with one signer. Throws when it is none. */
function partsOf(cms: Buffer): Parts {
  const content = asn1.fromDer(util.createBuffer(cms.toString('binary')), { parseAllBytes: false } as never);
  const data = kids(kids(kids(content)[1])[0]);
  const certificates = kids(data.find((node) => isTagged(node, 0))).map(
    (node) => new X509Certificate(der(node)),
  );
  const signer = kids(kids(data.at(-1))[0]);
  const attributes = signer.find((node) => isTagged(node, 0));
  if (attributes === undefined) throw new Error('Expected signed attributes, but there are none');
  const signature = signer.findLast((node) => node.type === Type.OCTETSTRING);
  return {
    certificates,
    attributes,
    signature: raw(signature),
    serial: raw(kids(signer[1])[1]).toString('hex'),
  };
}

const digestIn = (attributes: asn1.Asn1): Buffer => {
  const found = kids(attributes).find((one) => oidOf(kids(one)[0]) === OID.messageDigest);
  return raw(kids(kids(found)[1])[0]);
};

function verifiedOf(cms: Buffer, content: Buffer): Omit<VerifiedSignature, 'coversAll'> {
  try {
    const { certificates, attributes, signature, serial } = partsOf(cms);
    const plain = (hex: string): string => hex.toLowerCase().replace(/^(00)+/u, '');
    const own = certificates.find(({ serialNumber }) => plain(serialNumber) === plain(serial));
    if (own === undefined) return { holder: null, intact: false, fingerprint: null };
    const set = asn1.create(Class.UNIVERSAL, Type.SET, true, kids(attributes));
    const isSigned = verify('sha256', der(set), own.publicKey, signature);
    return {
      holder: /^CN=(.+)$/mu.exec(own.subject)?.[1] ?? own.subject,
      intact: isSigned && sha256(content).equals(digestIn(attributes)),
      fingerprint: sha256(own.raw).toString('hex'),
    };
  } catch {
    return { holder: null, intact: false, fingerprint: null };
  }
}

/** In the order of the file; empty: it is not signed. */
export function verifiedSignatures(pdf: Buffer): readonly VerifiedSignature[] {
  return [...pdf.toString('latin1').matchAll(byteRange)].map((match) => {
    const [from, length, after, rest] = match.slice(1).map(Number) as [number, number, number, number];
    const content = Buffer.concat([pdf.subarray(from, from + length), pdf.subarray(after, after + rest)]);
    const hex = pdf.subarray(from + length + 1, after - 1).toString('latin1');
    const startsWell = from === 0 && after >= from + length;
    const found = verifiedOf(Buffer.from(hex, 'hex'), content);
    return { ...found, intact: found.intact && startsWell, coversAll: after + rest === pdf.length };
  });
}
