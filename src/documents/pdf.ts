/** Lays a filled document out on A4 pages. */
import { drawBlock, Ink, margin } from './blocks';
import { Font } from './fonts';
import type { DocumentContent } from './template';

export interface PdfOptions {
  /** Head of every page. */
  readonly administration: string;
  readonly createdAt: Date;
}

const headerHeight = 34;
const footerHeight = 36;
const pageNumber = (page: number, pages: number) => `Page ${page} / ${pages}`;

/** Resolves with the whole file. The same content and time give the same bytes. */
export async function renderPdf(content: DocumentContent, options: PdfOptions): Promise<Buffer> {
  // Loaded with the first document: a start is quicker without it.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    size: 'A4',
    lang: 'fr-FR',
    pdfVersion: '1.7',
    displayTitle: true,
    bufferPages: true,
    margins: { top: margin + headerHeight, bottom: margin + footerHeight, left: margin, right: margin },
    font: Font.regular,
    info: {
      Title: `${content.title} ${content.reference}`.trim(),
      Author: options.administration,
      Creator: 'Logigramme',
      CreationDate: options.createdAt,
      ModDate: options.createdAt,
    },
  });
  const finished = collect(doc);
  drawTitle(doc, content);
  for (const block of content.blocks) drawBlock(doc, block);
  drawFrames(doc, content, options);
  doc.end();
  return finished;
}

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

function drawTitle(doc: PDFKit.PDFDocument, content: DocumentContent): void {
  const width = doc.page.width - 2 * margin;
  doc.moveDown(0.5);
  doc.font(Font.bold).fontSize(18).fillColor(Ink.text);
  doc.text(content.title, margin, doc.y, { width, align: 'center' });
  if (content.subtitle !== '') {
    doc.font(Font.regular).fontSize(11).fillColor(Ink.soft);
    doc.text(content.subtitle, { width, align: 'center' });
  }
  doc.moveDown(1.2);
}

/** Header and footer, once the number of pages is known. */
function drawFrames(doc: PDFKit.PDFDocument, content: DocumentContent, options: PdfOptions): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page);
    // Text below the bottom margin would open a new page.
    doc.page.margins.top = 0;
    doc.page.margins.bottom = 0;
    drawHeader(doc, content, options);
    drawFooter(doc, content, pageNumber(page + 1, count));
  }
}

function drawHeader(doc: PDFKit.PDFDocument, content: DocumentContent, options: PdfOptions): void {
  const width = doc.page.width - 2 * margin;
  const half = width / 2 - 8;
  const one = { width: half, height: 14, ellipsis: true };
  doc
    .font(Font.bold)
    .fontSize(9.5)
    .fillColor(Ink.accent)
    .text(options.administration, margin, margin - 8, one);
  doc.font(Font.regular).fontSize(9.5).fillColor(Ink.soft);
  if (content.reference !== '')
    doc.text(`Dossier nº ${content.reference}`, margin + width - half, margin - 8, {
      ...one,
      align: 'right',
    });
  rule(doc, margin + 14, Ink.accent);
}

function drawFooter(doc: PDFKit.PDFDocument, content: DocumentContent, number: string): void {
  const width = doc.page.width - 2 * margin;
  const top = doc.page.height - margin - 12;
  rule(doc, top - 6, Ink.line);
  doc.font(Font.regular).fontSize(8.5).fillColor(Ink.soft);
  doc.text(
    content.reference === '' ? content.title : `${content.title}, dossier nº ${content.reference}`,
    margin,
    top,
    {
      width: width - 80,
      height: 12,
      ellipsis: true,
    },
  );
  doc.text(number, margin + width - 80, top, { width: 80, align: 'right', lineBreak: false });
}

function rule(doc: PDFKit.PDFDocument, y: number, color: string): void {
  doc
    .moveTo(margin, y)
    .lineTo(doc.page.width - margin, y)
    .lineWidth(0.75)
    .strokeColor(color)
    .stroke();
}
