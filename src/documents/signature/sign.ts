/** One visa more on a PDF: signed with the organisation's certificate (PAdES B-B), or drawn where there is none. */
import { SignPdf } from '@signpdf/signpdf';
import { Signer } from '@signpdf/utils';
import type { SigningCertificate } from './certificate';
import { signedData } from './cms';
import { withVisa } from './sheet';

export interface VisaRequest {
  readonly pdf: Buffer;
  readonly rank: number;
  readonly name: string;
  readonly step: string;
  readonly at: Date;
  /** `at` as people read it. */
  readonly shownAt: string;
}

class CertificateSigner extends Signer {
  constructor(private readonly certificate: SigningCertificate) {
    super();
  }

  override sign(content: Buffer): Promise<Buffer> {
    return Promise.resolve(signedData(content, this.certificate));
  }
}

export async function signed(
  { pdf, shownAt, ...visa }: VisaRequest,
  certificate: SigningCertificate | null,
): Promise<Buffer> {
  const how =
    certificate === null ? 'Visa dessiné, sans certificat' : `Signature électronique : ${certificate.holder}`;
  const prepared = await withVisa(pdf, {
    ...visa,
    lines: [`Le ${shownAt}`, how],
    certified: certificate !== null,
  });
  return certificate === null ? prepared : new SignPdf().sign(prepared, new CertificateSigner(certificate));
}
