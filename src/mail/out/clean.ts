/** Values of cases, before they become part of a mail: nothing in them may end a header or hide in a name. */

/** One line of at most `longest` characters: whatever could end it or hide in it becomes a space. */
export function oneLine(text: string, longest: number): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = Array.from(clean);
  return characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join('')}…`;
}

/** Without the characters that neither a database nor a reader takes; line breaks and tabs stay. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\r\t]|\p{Cs}/gu, '');
}

const longestName = 120;
const longestExtension = 12;

/** A name and no path, on one line, whose extension is what it seems. */
export function attachmentName(name: string): string {
  const given =
    name
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .pop() ?? '';
  const last = oneLine(given.replace(/[<>:"|?*;]/g, ' '), Infinity).replace(/^[. ]+|[. ]+$/g, '');
  if (last === '') return 'piece-jointe';
  const extension = /\.[^.\s]+$/.exec(last)?.[0] ?? '';
  const kept = extension.length <= longestExtension ? extension : '';
  const stem = Array.from(last.slice(0, last.length - kept.length));
  return `${stem.slice(0, longestName - kept.length).join('')}${kept}`;
}
