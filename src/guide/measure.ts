/** Widths of the guide's own font, so that lines break alike in HTML and PDF. */
import PDFDocument from 'pdfkit';
import { Font } from '../documents/fonts';
import type { MeasureText } from './wrap';

/** Widths at size 1, remembered: the same names come again and again. */
export function createMeasure(): MeasureText {
  const doc = new PDFDocument({ autoFirstPage: false, font: Font.regular });
  doc.font(Font.regular).fontSize(100);
  const known = new Map<string, number>();
  return (text, size) => {
    let width = known.get(text);
    if (width === undefined) known.set(text, (width = doc.widthOfString(text) / 100));
    return width * size;
  };
}
