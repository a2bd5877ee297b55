/** A drawing as SVG text. */
import type { Drawing, Mark, Style } from './drawing';

const FONT = "'DejaVu Sans Condensed', 'Open Sans', Arial, sans-serif";

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
const round = (value: number) => Math.round(value * 100) / 100;

function painted({ stroke, fill, width, dashed }: Style): string {
  const dash = dashed ? ' stroke-dasharray="4 3"' : '';
  return `fill="${fill ?? 'none'}" stroke="${stroke ?? 'none'}" stroke-width="${width}"${dash}`;
}

function element(mark: Mark): string {
  switch (mark.kind) {
    case 'rect': {
      const { x, y, width, height } = mark.at;
      return `<rect x="${round(x)}" y="${round(y)}" width="${width}" height="${height}" rx="${mark.radius}" ${painted(mark.style)}/>`;
    }
    case 'circle':
      return `<circle cx="${round(mark.x)}" cy="${round(mark.y)}" r="${mark.r}" ${painted(mark.style)}/>`;
    case 'path':
      return `<path d="${mark.d}" transform="translate(${round(mark.x)} ${round(mark.y)})" ${painted(mark.style)}/>`;
    case 'text': {
      const anchor = mark.align === 'center' ? 'middle' : 'start';
      const turn = mark.upright ? ` transform="rotate(-90 ${round(mark.x)} ${round(mark.y)})"` : '';
      const weight = mark.bold ? ' font-weight="bold"' : '';
      return `<text x="${round(mark.x)}" y="${round(mark.y)}" font-size="${mark.size}" text-anchor="${anchor}" fill="${mark.color}"${weight}${turn}>${escape(mark.text)}</text>`;
    }
  }
}

/** `title`: what the picture shows, for those who cannot see it. */
export function toSvg({ width, height, marks }: Drawing, title: string): string {
  const box = `${Math.ceil(width)} ${Math.ceil(height)}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" ` +
    `role="img" font-family="${FONT}"><title>${escape(title)}</title>${marks.map(element).join('')}</svg>`
  );
}
