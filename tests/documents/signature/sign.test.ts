/** Visas on a PDF: signed one after the other with a certificate, or drawn; what a change does to them. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { openCertificate, readCertificate } from '../../../src/documents/signature/certificate';
import { signed } from '../../../src/documents/signature/sign';
import { verifiedSignatures } from '../../../src/documents/signature/verify';
import { PASSWORD, testCertificate } from '../../kit/signing';
import { samplePv } from './sample';

const at = new Date('2026-12-01T09:30:00Z');
const { pkcs12 } = testCertificate();
const certificate = openCertificate(pkcs12, PASSWORD);
const visa = (pdf: Buffer, rank: number, name: string) => ({
  pdf,
  rank,
  name,
  step: 'Signer le PV',
  at,
  shownAt: '1er décembre 2026 à 09:30',
});
test('two signatories one after the other: both hold, the last covers all', async () => {
  const first = await signed(visa(await samplePv(), 0, 'Aïcha N’Guessan'), certificate);
  const second = await signed(visa(first, 1, 'Yao Kouassi'), certificate);
  expect(second.subarray(0, first.length - 2).equals(first.subarray(0, first.length - 2))).toBe(true);
  expect(verifiedSignatures(second)).toMatchObject([
    { holder: 'Direction des Essais', intact: true, coversAll: false },
    { holder: 'Direction des Essais', intact: true, coversAll: true },
  ]);
  expect(
    (await PDFDocument.load(second))
      .getForm()
      .getFields()
      .map((field) => field.getName()),
  ).toEqual(['Visa1', 'Visa2']);
});

test('a byte that was changed is seen, and what was added after', async () => {
  const pdf = await signed(visa(await samplePv(), 0, 'A'), certificate);
  const changed = Buffer.from(pdf);
  changed[200] = (changed[200] ?? 0) ^ 1;
  expect(verifiedSignatures(changed)).toMatchObject([{ intact: false }]);
  expect(verifiedSignatures(Buffer.concat([pdf, Buffer.from('\n%more')]))).toMatchObject([
    { intact: true, coversAll: false },
  ]);
  expect(verifiedSignatures(Buffer.from('%PDF-1.4 /ByteRange [0 5 9 3] <zz>'))).toMatchObject([
    { intact: false, holder: null },
  ]);
});

test('without a certificate the visa is drawn and no signature is claimed', async () => {
  const pdf = await signed(visa(await samplePv(), 0, 'Aïcha N’Guessan — 漢'), null);
  expect(verifiedSignatures(pdf)).toEqual([]);
  expect((await PDFDocument.load(pdf)).getPageCount()).toBe(2);
});

test('a certificate that cannot be opened is said', () => {
  expect(() => openCertificate(pkcs12, 'autre')).toThrow('SIGNATURE_PASSWORD');
  expect(() => readCertificate('/nulle/part.p12')).toThrow('/nulle/part.p12');
  expect(readCertificate(undefined)).toBeNull();
});
