/** The guide on A4 pages: cover with contents, then each procedure, its diagram on a page as wide as it needs. */
import PDFDocument from 'pdfkit';
import { drawBlock, Ink, margin } from '../documents/blocks';
import { Font } from '../documents/fonts';
import type { DocumentBlock } from '../documents/template';
import type { GuideProcedure, GuideStep } from './content';
import { draw, type Drawing } from './drawing';
import { drawOnPage } from './drawing-pdf';
import type { GuideHead } from './render';
import { dateOf, RECONSTRUCTED, TITLE, titleOf, versionOf } from './labels';
import { createMeasure } from './measure';

type Doc = PDFKit.PDFDocument;

const footerHeight = 36;
const landscapeMargin = 36;
/** Wider than this for its height, a diagram gets a page laid on its side. */
const WIDE = 1.1;
/** Wider than this many of its own units, a diagram would be too small to read on A4. */
const WIDEST_A4 = 1500;
const contentsLine = 17;

/** Resolves with the whole file. The same procedures and time give the same bytes. */
export async function renderGuidePdf(
  procedures: readonly GuideProcedure[],
  head: GuideHead,
): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    lang: 'fr-FR',
    pdfVersion: '1.7',
    displayTitle: true,
    bufferPages: true,
    margins: { top: margin, bottom: margin + footerHeight, left: margin, right: margin },
    font: Font.regular,
    info: {
      Title: `${TITLE} — ${head.administration}`,
      Author: head.administration,
      Creator: 'Logigramme',
      CreationDate: head.createdAt,
      ModDate: head.createdAt,
    },
  });
  const finished = collect(doc);
  const contents = cover(doc, procedures, head);
  const measure = createMeasure();
  const starts = procedures.map((procedure) => {
    const page = procedureStart(doc, procedure, head);
    picture(doc, draw(procedure.picture, measure), titleOf(procedure));
    steps(doc, procedure);
    return page;
  });
  numberContents(doc, contents, starts);
  footers(doc, head);
  doc.end();
  return finished;
}

function collect(doc: Doc): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

interface ContentsLine {
  readonly page: number;
  readonly y: number;
}

const lastPage = (doc: Doc): number => {
  const { start, count } = doc.bufferedPageRange();
  return start + count - 1;
};

function cover(doc: Doc, procedures: readonly GuideProcedure[], head: GuideHead): ContentsLine[] {
  const width = doc.page.width - 2 * margin;
  doc.font(Font.regular).fontSize(12).fillColor(Ink.soft).text(head.administration, { width });
  doc.moveDown(0.5);
  doc.font(Font.bold).fontSize(26).fillColor(Ink.accent).text(TITLE, { width });
  doc.font(Font.regular).fontSize(11).fillColor(Ink.text);
  doc.text(`Édité le ${dateOf(head.createdAt, head)} à partir des procédures en service.`, { width });
  doc.moveDown(2);
  doc.font(Font.bold).fontSize(14).fillColor(Ink.accent).text('Sommaire', { width });
  doc.moveDown(0.6);
  return procedures.map((procedure) => {
    if (doc.y + contentsLine > doc.page.height - doc.page.margins.bottom) doc.addPage();
    const y = doc.y;
    doc.font(Font.regular).fontSize(10.5).fillColor(Ink.text);
    doc.text(titleOf(procedure), margin, y, {
      width: width - 40,
      height: contentsLine,
      ellipsis: true,
      goTo: procedure.bpmnProcessId,
    });
    doc.y = y + contentsLine;
    return { page: lastPage(doc), y };
  });
}

function numberContents(doc: Doc, lines: readonly ContentsLine[], starts: readonly number[]): void {
  lines.forEach(({ page, y }, index) => {
    doc.switchToPage(page);
    doc.font(Font.regular).fontSize(10.5).fillColor(Ink.text);
    const number = String((starts[index] ?? 0) + 1);
    doc.text(number, doc.page.width - margin - 40, y, { width: 40, align: 'right', lineBreak: false });
  });
}

/** Returns the index of its first page. */
function procedureStart(doc: Doc, procedure: GuideProcedure, head: GuideHead): number {
  doc.addPage({
    size: 'A4',
    margins: { top: margin, bottom: margin + footerHeight, left: margin, right: margin },
  });
  const page = lastPage(doc);
  const title = titleOf(procedure);
  doc.addNamedDestination(procedure.bpmnProcessId);
  doc.outline.addItem(title);
  const width = doc.page.width - 2 * margin;
  doc.font(Font.bold).fontSize(17).fillColor(Ink.accent).text(title, margin, doc.y, { width });
  doc.font(Font.regular).fontSize(10).fillColor(Ink.soft).text(versionOf(procedure, head), { width });
  const blocks: DocumentBlock[] = [
    ...section('Objet', procedure.object === '' ? [] : [procedure.object]),
    ...section('Domaine d’application', procedure.scope === '' ? [] : [procedure.scope]),
    ...listed('Sigles et abréviations', procedure.acronyms),
    ...listed('Acteurs', procedure.actors),
    ...listed('Documents', procedure.documents),
    ...section('Remarques', procedure.notes),
  ];
  for (const block of blocks) drawBlock(doc, block);
  return page;
}

function section(title: string, texts: readonly string[]): DocumentBlock[] {
  if (texts.length === 0) return [];
  return [{ kind: 'heading', text: title }, ...texts.map((text) => ({ kind: 'paragraph' as const, text }))];
}

function listed(title: string, items: readonly string[]): DocumentBlock[] {
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: title },
        { kind: 'list', items },
      ];
}

function picture(doc: Doc, drawing: Drawing, title: string): void {
  const wide = drawing.width > drawing.height * WIDE;
  const edge = landscapeMargin;
  doc.addPage({
    size: drawing.width > WIDEST_A4 ? 'A3' : 'A4',
    layout: wide ? 'landscape' : 'portrait',
    margins: { top: edge, bottom: edge + footerHeight, left: edge, right: edge },
  });
  doc.font(Font.bold).fontSize(12).fillColor(Ink.accent);
  doc.text(`Logigramme : ${title}`, edge, edge, { width: doc.page.width - 2 * edge });
  const top = doc.y + 10;
  drawOnPage(doc, drawing, {
    x: edge,
    y: top,
    width: doc.page.width - 2 * edge,
    height: doc.page.height - top - edge - footerHeight,
  });
}

function stepRow(step: GuideStep): readonly string[] {
  const name = step.reconstructed ? `${step.name}\n(${RECONSTRUCTED})` : step.name;
  return [String(step.number), step.actor, name, [...step.comments, ...step.outcomes].join('\n')];
}

function steps(doc: Doc, procedure: GuideProcedure): void {
  doc.addPage({
    size: 'A4',
    margins: { top: margin, bottom: margin + footerHeight, left: margin, right: margin },
  });
  drawBlock(doc, { kind: 'heading', text: 'Étapes' });
  drawBlock(doc, {
    kind: 'table',
    columns: [
      { title: 'Nº', width: 5.5 },
      { title: 'Acteur', width: 21 },
      { title: 'Étape', width: 26 },
      { title: 'Commentaires', width: 47.5 },
    ],
    rows: procedure.steps.map(stepRow),
  });
}

function footers(doc: Doc, head: GuideHead): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page);
    doc.page.margins.bottom = 0;
    const y = doc.page.height - 40;
    const width = doc.page.width - 2 * margin;
    doc.font(Font.regular).fontSize(8.5).fillColor(Ink.soft);
    doc.text(`${TITLE} — ${head.administration}`, margin, y, { width: width - 80, lineBreak: false });
    doc.text(`Page ${page + 1} / ${count}`, margin + width - 80, y, {
      width: 80,
      align: 'right',
      lineBreak: false,
    });
  }
}
