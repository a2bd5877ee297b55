/**
 * The sheet of visas: a page at the end of a PDF, one box a signatory. The first visa adds the page; those after it
 * only add to the file, so that what was signed stays as it was signed.
 */
import {
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFString,
  StandardFonts,
  beginText,
  endText,
  rectangle,
  setFontAndSize,
  setLineWidth,
  showText,
  stroke,
  moveText,
  type PDFFont,
  type PDFPage,
  type PDFOperator,
} from '@cantoo/pdf-lib';

export interface Visa {
  /** From 0: how many stand before it. */
  readonly rank: number;
  readonly name: string;
  /** In words: « Signer le PV ». */
  readonly step: string;
  readonly lines: readonly string[];
  readonly at: Date;
  /** Room is left for a signature: `signature of the file` goes there. */
  readonly certified: boolean;
}

const PAGE = { width: 595.28, height: 841.89 } as const;
const BOX = { width: 235, height: 78, left: 56, top: 760, across: 250, down: 86 } as const;
const COLUMNS = 2;
/** What fits on the sheet. */
export const MOST_VISAS = 16;
/** Hexadecimal digits: a signature with its chain of certificates. */
const ROOM = 24_000;
const STAR = '**********';

/** The font's characters; others as a question mark. */
function printable(font: PDFFont, text: string): string {
  const known = new Set(font.getCharacterSet());
  return Array.from(text.normalize('NFC').replaceAll(/\s/gu, ' '))
    .map((char) => (known.has(char.codePointAt(0) ?? 0) ? char : '?'))
    .join('');
}

function fitting(font: PDFFont, text: string, size: number): string {
  let shown = printable(font, text);
  while (shown.length > 1 && font.widthOfTextAtSize(shown, size) > BOX.width - 16) shown = shown.slice(0, -1);
  return shown;
}

const placeOf = (rank: number) => ({
  x: BOX.left + (rank % COLUMNS) * BOX.across,
  y: BOX.top - BOX.height - Math.floor(rank / COLUMNS) * BOX.down,
});

/** What is in a box, from its lower left corner. */
function drawing(font: PDFFont, { name, step, lines }: Visa): PDFOperator[] {
  const line = (text: string, size: number, y: number): PDFOperator[] => [
    beginText(),
    setFontAndSize('F', size),
    moveText(8, y),
    showText(font.encodeText(fitting(font, text, size))),
    endText(),
  ];
  return [
    setLineWidth(0.7),
    rectangle(0.5, 0.5, BOX.width - 1, BOX.height - 1),
    stroke(),
    ...line(name, 11, BOX.height - 17),
    ...[step, ...lines].flatMap((text, index) => line(text, 8, BOX.height - 32 - index * 11)),
  ];
}

function addSheet(document: PDFDocument, font: PDFFont): void {
  const page = document.addPage([PAGE.width, PAGE.height]);
  page.drawText('Feuille de visas', { x: BOX.left, y: 790, size: 15, font });
}

function sheetOf(document: PDFDocument): PDFPage {
  return document.getPage(document.getPageCount() - 1);
}

/** The dictionary whose place in the file is signed, with room for what signs it. */
function placeholder(document: PDFDocument, { name, step, at }: Visa) {
  const { context } = document;
  return context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: [PDFNumber.of(0), PDFName.of(STAR), PDFName.of(STAR), PDFName.of(STAR)],
      Contents: PDFHexString.of('0'.repeat(ROOM)),
      Name: PDFHexString.fromText(name),
      Reason: PDFHexString.fromText(step),
      M: PDFString.fromDate(at),
    }),
  );
}

function addBox(document: PDFDocument, font: PDFFont, visa: Visa): void {
  const { context } = document;
  const page = sheetOf(document);
  const { x, y } = placeOf(visa.rank);
  const appearance = context.register(
    context.formXObject(drawing(font, visa), {
      BBox: context.obj([0, 0, BOX.width, BOX.height]),
      Resources: context.obj({ Font: { F: font.ref } }),
    }),
  );
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: visa.certified ? 'Sig' : 'Btn',
      // A button that nobody presses: a box that is there and does nothing.
      ...(visa.certified ? { V: placeholder(document, visa) } : { Ff: 65_537 }),
      T: PDFString.of(`Visa${String(visa.rank + 1)}`),
      Rect: [x, y, x + BOX.width, y + BOX.height],
      F: 132,
      P: page.ref,
      AP: { N: appearance },
    }),
  );
  // Not by `addAnnot`, which also wraps what the page draws: to a verifier, a change of what was signed.
  const annotations = page.node.Annots() ?? context.obj([]);
  annotations.push(widget);
  page.node.set(PDFName.of('Annots'), annotations);
  const form = document.catalog.getOrCreateAcroForm();
  form.addField(widget);
  if (visa.certified) form.dict.set(PDFName.of('SigFlags'), PDFNumber.of(3));
}

/** The file with one visa more; of a certified one the room is empty. */
export async function withVisa(pdf: Buffer, visa: Visa): Promise<Buffer> {
  const document = await PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false });
  const font = await document.embedFont(StandardFonts.Helvetica);
  if (visa.rank === 0) addSheet(document, font);
  addBox(document, font, visa);
  return Buffer.from(await document.commit({ useObjectStreams: false }));
}
