/** French typography: signs that keep to the word beside them. */

const NO_BREAK = '\u00a0';

/** « », : ; ? ! after or before a plain space get one that does not break. Markup and `{{…}}` keep theirs. */
export function nonBreaking(text: string): string {
  return text.replaceAll(/(?<=\S) (?=[:;?!»%](?:[\s.,)*<]|$))/g, NO_BREAK).replaceAll(/« /g, `«${NO_BREAK}`);
}

/** « 1 décembre » as one writes it: « 1er décembre ». */
export const ordinalFirst = (date: string): string => date.replace(/^1(?= [a-zéû])/, '1er');
