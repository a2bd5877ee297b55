/** A drawing on a page of a PDF, scaled into a box. */
import { Font } from '../documents/fonts';
import type { Drawing, Mark, Style } from './drawing';

type Doc = PDFKit.PDFDocument;

function paint(doc: Doc, { stroke, fill, width, dashed }: Style): void {
  doc.lineWidth(width);
  if (dashed) doc.dash(4, { space: 3 });
  else doc.undash();
  if (fill !== null && stroke !== null) doc.fillAndStroke(fill, stroke);
  else if (fill !== null) doc.fill(fill);
  else if (stroke !== null) doc.stroke(stroke);
}

function mark(doc: Doc, one: Mark): void {
  switch (one.kind) {
    case 'rect': {
      const { x, y, width, height } = one.at;
      if (one.radius > 0) doc.roundedRect(x, y, width, height, one.radius);
      else doc.rect(x, y, width, height);
      return paint(doc, one.style);
    }
    case 'circle':
      doc.circle(one.x, one.y, one.r);
      return paint(doc, one.style);
    case 'path':
      if (one.d === '') return;
      doc.save().translate(one.x, one.y).path(one.d);
      paint(doc, one.style);
      doc.restore();
      return;
    case 'text':
      return text(doc, one);
  }
}

function text(doc: Doc, one: Extract<Mark, { kind: 'text' }>): void {
  doc
    .font(one.bold ? Font.bold : Font.regular)
    .fontSize(one.size)
    .fillColor(one.color);
  const width = doc.widthOfString(one.text);
  const left = one.align === 'center' ? one.x - width / 2 : one.x;
  if (one.upright) doc.save().rotate(-90, { origin: [one.x, one.y] });
  doc.text(one.text, left, one.y, { lineBreak: false, baseline: 'alphabetic' });
  if (one.upright) doc.restore();
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Keeps its proportions; not drawn larger than its own size. Returns the height it took. */
export function drawOnPage(doc: Doc, drawing: Drawing, box: Box): number {
  const scale = Math.min(box.width / drawing.width, box.height / drawing.height, 1);
  doc.save();
  doc.translate(box.x + (box.width - drawing.width * scale) / 2, box.y).scale(scale);
  for (const one of drawing.marks) mark(doc, one);
  doc.restore().undash();
  return drawing.height * scale;
}
