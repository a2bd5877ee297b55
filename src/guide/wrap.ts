/** Breaks a text into lines that fit, by the widths of the font it is drawn in. */

/** Width of a text in the same units as `size`. */
export type MeasureText = (text: string, size: number) => number;

export function wrap(text: string, width: number, size: number, measure: MeasureText): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/ +/)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && measure(longer, size) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    if (line !== '') lines.push(line);
  }
  return lines;
}
