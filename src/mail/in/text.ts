/** The words of a mail, wherever in it they stand: plain text, HTML, or both side by side. */
import { compile, type FormatCallback } from 'html-to-text';
import type { ParsedMail } from 'mailparser';

const longestHtml = 2_000_000;
const deepest = 100;
/** A plain version that says less than this part of the HTML is a mere hint (« votre logiciel n’affiche pas… »), or a foot. */
const tells = 0.5;

/** Cells stand apart. */
const cell: FormatCallback = (element, walk, builder) => {
  walk(element.children, builder);
  builder.addLiteral('\t');
};
const row: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 1 });
};

const words = compile({
  wordwrap: false,
  limits: { maxDepth: deepest },
  formatters: { cell, row },
  selectors: [
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    { selector: 'tr', format: 'row' },
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

export function textOfHtml(html: string): string {
  if (html.length > longestHtml) return '';
  return words(html)
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0]*\t[ \t\u00a0]*/g, '\t').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const lengthOf = (text: string): number => text.replace(/\s+/g, '').length;

/** `mail.html` holds every part that is to be read, plain ones too unless HTML stands beside them. */
export function textOf({ text, html }: Pick<ParsedMail, 'text' | 'html'>): string {
  const plain = (text ?? '').trim();
  if (typeof html !== 'string') return plain;
  const shown = textOfHtml(html);
  return lengthOf(plain) >= tells * lengthOf(shown) ? plain : shown;
}
