/**
 * The text of a PDF as a reader sees it, for tests: glyphs of embedded fonts through their ToUnicode maps.
 * Reads what pdfkit writes (PDF 1.7, Flate streams, Type 0 fonts, hexadecimal strings in TJ), not any PDF.
 */
import { inflateSync } from 'node:zlib';

type GlyphMap = ReadonlyMap<string, string>;

interface PdfObject {
  readonly dictionary: string;
  readonly stream: string;
}

function readObjects(pdf: Buffer): Map<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const found of text.matchAll(/(\d+) 0 obj\n([^]*?)\nendobj/g)) {
    const [, id = '', body = ''] = found;
    const at = body.indexOf('stream\n');
    const dictionary = at < 0 ? body : body.slice(0, at);
    const bytes = at < 0 ? '' : body.slice(at + 'stream\n'.length, body.lastIndexOf('\nendstream'));
    const packed = dictionary.includes('/FlateDecode');
    const stream = packed ? inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1') : bytes;
    objects.set(id, { dictionary, stream });
  }
  return objects;
}

function fromUtf16(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le');
}

/** Glyph id (4 hex digits) → text. pdfkit lists the glyphs of a range one by one. */
function readGlyphMap(cmap: string): GlyphMap {
  const glyphs = new Map<string, string>();
  for (const [, first = '', list = ''] of cmap.matchAll(/<([0-9a-f]+)>\s*<[0-9a-f]+>\s*\[([^\]]*)\]/gi)) {
    [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, code = ''], index) => {
      const glyph = (parseInt(first, 16) + index).toString(16).padStart(4, '0');
      glyphs.set(glyph, fromUtf16(code.replaceAll(' ', '')));
    });
  }
  return glyphs;
}

/** Resource name (`F1`) → its glyphs. */
function readFonts(objects: ReadonlyMap<string, PdfObject>): Map<string, GlyphMap> {
  const fonts = new Map<string, GlyphMap>();
  for (const { dictionary } of objects.values()) {
    for (const [, name = '', id = ''] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const cmap = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.dictionary ?? '')?.[1] ?? '';
      fonts.set(name, readGlyphMap(objects.get(cmap)?.stream ?? ''));
    }
  }
  return fonts;
}

function readContent(content: string, fonts: ReadonlyMap<string, GlyphMap>): string[] {
  const lines: string[] = [];
  let glyphs: GlyphMap = new Map();
  for (const [, font, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font) glyphs = fonts.get(font) ?? new Map();
    if (array === undefined) continue;
    const codes = [...array.matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    lines.push(codes.map((code) => glyphs.get(code.toLowerCase()) ?? '\ufffd').join(''));
  }
  return lines;
}

/** In the order of drawing, white space as single spaces: line breaks are the layout's. Throws when there is none. */
export function pdfText(pdf: Buffer): string {
  const objects = readObjects(pdf);
  const fonts = readFonts(objects);
  const lines = [...objects.values()].flatMap(({ stream }) =>
    stream.includes(' TJ') ? readContent(stream, fonts) : [],
  );
  const text = lines.join(' ').replace(/\s+/g, ' ').trim();
  if (text === '' || text.includes('\ufffd')) {
    throw new Error(`Expected a PDF with readable text, but found ${JSON.stringify(text.slice(0, 200))}`);
  }
  return text;
}
