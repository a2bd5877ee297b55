/** One drawing function per kind of block. Each starts at `doc.y` and leaves `doc.y` below what it drew. */
import { Font } from './fonts';
import type { DocumentBlock } from './template';

export const Ink = {
  text: '#1b2330',
  soft: '#596273',
  line: '#c3cad4',
  accent: '#1f4e79',
  shade: '#f2f4f7',
} as const;
/** Left and right, in points. */
export const margin = 56;

const bodySize = 10.5;
const smallSize = 9;
const labelWidth = 140;
const cellPadding = 4;
/** A cell is cut beyond it: a page must be able to hold every row. */
const tallestCell = 320;
const signatureHeight = 120;

type Doc = PDFKit.PDFDocument;
type BlockOf<Kind extends DocumentBlock['kind']> = Extract<DocumentBlock, { kind: Kind }>;

export function drawBlock(doc: Doc, block: DocumentBlock): void {
  switch (block.kind) {
    case 'heading':
      return drawHeading(doc, block);
    case 'paragraph':
      return drawParagraph(doc, block);
    case 'fields':
      return drawFields(doc, block);
    case 'list':
      return drawList(doc, block);
    case 'table':
      return drawTable(doc, block);
    case 'signatures':
      return drawSignatures(doc, block);
  }
}

function innerWidth(doc: Doc): number {
  return doc.page.width - 2 * margin;
}

/** Goes to the next page when less than `height` points are left on this one. */
function ensure(doc: Doc, height: number): void {
  if (doc.y + height > doc.page.height - doc.page.margins.bottom) doc.addPage();
}

function body(doc: Doc, size = bodySize): Doc {
  return doc.font(Font.regular).fontSize(size).fillColor(Ink.text);
}

function drawHeading(doc: Doc, block: BlockOf<'heading'>): void {
  // Never alone at the foot of a page.
  ensure(doc, 70);
  doc.moveDown(0.6);
  doc.font(Font.bold).fontSize(12).fillColor(Ink.accent);
  doc.text(block.text, margin, doc.y, { width: innerWidth(doc) });
  doc.moveDown(0.4);
}

function drawParagraph(doc: Doc, block: BlockOf<'paragraph'>): void {
  body(doc).text(block.text, margin, doc.y, { width: innerWidth(doc), lineGap: 2 });
  doc.moveDown(0.7);
}

function drawFields(doc: Doc, block: BlockOf<'fields'>): void {
  const valueLeft = margin + labelWidth;
  const width = innerWidth(doc) - labelWidth;
  for (const [label, value] of block.fields) {
    const height = body(doc).heightOfString(value, { width, lineGap: 1 });
    // A value too long to be kept on one page starts on this one.
    ensure(doc, height > tallestCell ? 60 : height + 6);
    const top = doc.y;
    doc.fillColor(Ink.soft).text(label, margin, top, { width: labelWidth - 12 });
    const afterLabel = doc.y;
    const page = doc.page;
    body(doc).text(value, valueLeft, top, { width, lineGap: 1 });
    // A long value may have gone on to another page.
    if (doc.page === page) doc.y = Math.max(doc.y, afterLabel);
    doc.y += 4;
  }
  doc.x = margin;
  doc.moveDown(0.4);
}

function drawList(doc: Doc, block: BlockOf<'list'>): void {
  for (const item of block.items) {
    body(doc);
    ensure(doc, bodySize * 1.4);
    const top = doc.y;
    doc.text('•', margin + 4, top, { width: 10 });
    doc.text(item, margin + 18, top, { width: innerWidth(doc) - 18, lineGap: 1 });
    doc.y += 3;
  }
  doc.x = margin;
  doc.moveDown(0.4);
}

function drawTable(doc: Doc, block: BlockOf<'table'>): void {
  const total = block.columns.reduce((sum, column) => sum + column.width, 0);
  const widths = block.columns.map((column) => (column.width / total) * innerWidth(doc));
  const head = block.columns.map((column) => column.title);
  drawRow(doc, head, widths, true);
  for (const row of block.rows) {
    const page = doc.page;
    ensure(doc, rowHeight(doc, row, widths, false));
    if (doc.page !== page) drawRow(doc, head, widths, true);
    drawRow(doc, row, widths, false);
  }
  doc.x = margin;
  doc.moveDown(0.8);
}

function cellFont(doc: Doc, isHead: boolean): Doc {
  return doc.font(isHead ? Font.bold : Font.regular).fontSize(smallSize);
}

function rowHeight(doc: Doc, cells: readonly string[], widths: readonly number[], isHead: boolean): number {
  cellFont(doc, isHead);
  const heights = cells.map((cell, index) =>
    doc.heightOfString(cell === '' ? ' ' : cell, { width: (widths[index] ?? 0) - 2 * cellPadding }),
  );
  return Math.min(Math.max(...heights), tallestCell) + 2 * cellPadding;
}

function drawRow(doc: Doc, cells: readonly string[], widths: readonly number[], isHead: boolean): void {
  const height = rowHeight(doc, cells, widths, isHead);
  ensure(doc, height);
  const top = doc.y;
  if (isHead) doc.rect(margin, top, innerWidth(doc), height).fill(Ink.shade);
  let left = margin;
  cells.forEach((cell, index) => {
    const width = widths[index] ?? 0;
    cellFont(doc, isHead).fillColor(isHead ? Ink.soft : Ink.text);
    doc.text(cell, left + cellPadding, top + cellPadding, {
      width: width - 2 * cellPadding,
      height: height - 2 * cellPadding + 1,
      ellipsis: true,
    });
    left += width;
  });
  const foot = top + height;
  doc
    .moveTo(margin, foot)
    .lineTo(margin + innerWidth(doc), foot)
    .lineWidth(0.5)
    .strokeColor(Ink.line)
    .stroke();
  doc.y = foot;
}

function drawSignatures(doc: Doc, block: BlockOf<'signatures'>): void {
  if (block.boxes.length === 0) return;
  doc.moveDown(0.8);
  ensure(doc, signatureHeight);
  const gap = 12;
  const width = (innerWidth(doc) - gap * (block.boxes.length - 1)) / block.boxes.length;
  const top = doc.y;
  block.boxes.forEach((box, index) => {
    const left = margin + index * (width + gap);
    doc.rect(left, top, width, signatureHeight).lineWidth(0.75).strokeColor(Ink.line).stroke();
    doc.font(Font.bold).fontSize(smallSize).fillColor(Ink.text);
    doc.text(box.role, left + 8, top + 8, { width: width - 16 });
    doc
      .font(Font.regular)
      .fontSize(smallSize - 1)
      .fillColor(Ink.soft);
    doc.text(box.note, left + 8, doc.y + 2, { width: width - 16 });
  });
  doc.x = margin;
  doc.y = top + signatureHeight;
  doc.moveDown(1);
}
