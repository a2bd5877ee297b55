/** French typography: signs that keep to the word beside them. */

const NO_BREAK = '\u00a0';

/** « », : ; ? ! after or before a plain space get one that does not break. Markup and `{{…}}` keep theirs. */
export function nonBreaking(text: string): string {
  return text.replaceAll(/(?<=\S) (?=[:;?!»%](?:[\s.,)*<]|$))/g, NO_BREAK).replaceAll(/« /g, `«${NO_BREAK}`);
}
