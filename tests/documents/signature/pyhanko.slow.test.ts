/** What an independent verifier says of our signatures: pyHanko, from PyPI, in an environment of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCertificate } from '../../../src/documents/signature/certificate';
import { signed } from '../../../src/documents/signature/sign';
import { PASSWORD, testCertificate } from '../../kit/signing';
import { samplePv } from './sample';

/** Kept between runs. */
const home = path.join(os.tmpdir(), 'logigramme-pyhanko-0.38.0');
const python = path.join(home, 'bin', 'python');

const checks = `
import json, sys
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.keys import load_cert_from_pemder
from pyhanko_certvalidator import ValidationContext
root = load_cert_from_pemder(sys.argv[2])
out = []
with open(sys.argv[1], 'rb') as f:
    reader = PdfFileReader(f)
    for s in reader.embedded_signatures:
        status = validate_pdf_signature(s, ValidationContext(trust_roots=[root], allow_fetching=False))
        out.append({'intact': status.intact, 'valid': status.valid, 'trusted': status.trusted,
                    'bottomLine': status.bottom_line, 'changes': status.modification_level.name,
                    'subfilter': str(s.sig_object['/SubFilter'])})
print(json.dumps(out))
`;

/** Null: installed; else why it is not. */
function missing(): string | null {
  if (existsSync(path.join(home, 'ready'))) return null;
  for (const [command, args] of [
    ['python3', ['-m', 'venv', home]],
    [python, ['-m', 'pip', 'install', '--quiet', 'pyHanko==0.38.0']],
  ] as const) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) return `${command}: ${stderr || 'not there'}`;
  }
  writeFileSync(path.join(home, 'ready'), '');
  return null;
}

const why = missing();
const whenThere = why === null ? test : test.skip;
const leftOut = why === null ? '' : ` (left out, pyHanko is not to be had: ${why})`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'logigramme-signature-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function verdicts(pdf: Buffer, authorityPem: string): unknown {
  const [file, root] = [path.join(folder, 'a.pdf'), path.join(folder, 'root.pem')];
  writeFileSync(file, pdf);
  writeFileSync(root, authorityPem);
  return JSON.parse(execFileSync(python, ['-c', checks, file, root], { encoding: 'utf8' }));
}

whenThere(
  `two signatories: both valid, trusted, and the second changed nothing of the first${leftOut}`,
  async () => {
    const { pkcs12, authorityPem } = testCertificate();
    const certificate = openCertificate(pkcs12, PASSWORD);
    const visa = { step: 'Signer le PV', at: new Date(), shownAt: '1er décembre 2026' };
    const first = await signed(
      { ...visa, pdf: await samplePv(), rank: 0, name: 'Aïcha N’Guessan' },
      certificate,
    );
    const second = await signed({ ...visa, pdf: first, rank: 1, name: 'Yao Kouassi' }, certificate);
    if (process.env['SHOTS'] !== undefined)
      writeFileSync(path.join(process.env['SHOTS'], 'signe.pdf'), second);
    const good = {
      intact: true,
      valid: true,
      trusted: true,
      bottomLine: true,
      subfilter: '/ETSI.CAdES.detached',
    };
    expect(verdicts(second, authorityPem)).toEqual([
      { ...good, changes: 'FORM_FILLING' },
      { ...good, changes: 'NONE' },
    ]);
    // A producer's name: what the file is made of still reads well.
    const changed = Buffer.from(second.toString('latin1').replace('(PDFKit)', '(PDFkit)'), 'latin1');
    expect(changed.equals(second)).toBe(false);
    expect(verdicts(changed, authorityPem)).toMatchObject([{ intact: false }, { intact: false }]);
  },
);
