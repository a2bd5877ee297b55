/** The texts that procedures are drawn from, by the name of the file in their folder that holds the lines taken. */

export interface Source {
  /** Before the line in quotations: « Guide, l. 12 : … ». */
  readonly label: string;
  /** Words near the beginning of the whole text, which is not part of the repository. */
  readonly begins: string;
}

export const sources: Readonly<Record<string, Source>> = {
  guide: { label: 'Guide', begins: 'guide de procedures de la direction' },
  cid: { label: 'Fiche CID', begins: 'le centre informatique douanier' },
  unsa: { label: 'Compte rendu UNSA', begins: 'gt informatique et' },
  sii: { label: 'Rapport SII 2018', begins: "rapport d'activite sii" },
};

const labels = Object.values(sources)
  .map(({ label }) => label)
  .join('|');

/** A quotation, with its label, line and text. */
export const quotation = new RegExp(`(${labels}), l\\. (\\d+) : « ([^»]*) »`, 'g');

export function startsWithQuotation(documentation: string): boolean {
  return new RegExp(`^(?:${labels}), l\\. \\d+ : « .+ »`).test(documentation);
}
