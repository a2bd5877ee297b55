/** What a person reads beside a field. `label` is the field's own. */
export interface FormMessages {
  readonly notAnObject: string;
  readonly unknownField: (name: string) => string;
  readonly required: (label: string) => string;
  readonly text: (label: string) => string;
  readonly forbiddenCharacter: (label: string) => string;
  readonly number: (label: string) => string;
  readonly integer: (label: string) => string;
  readonly decimals: (label: string, digits: number) => string;
  readonly increment: (label: string, below: number, above: number) => string;
  readonly boolean: (label: string) => string;
  readonly date: (label: string) => string;
  readonly time: (label: string) => string;
  readonly dateTime: (label: string) => string;
  readonly pastDate: (label: string) => string;
  readonly choice: (label: string, choices: readonly string[]) => string;
  readonly list: (label: string) => string;
  readonly duplicate: (label: string) => string;
  readonly min: (label: string, min: number) => string;
  readonly max: (label: string, max: number) => string;
  readonly minLength: (label: string, length: number) => string;
  readonly maxLength: (label: string, length: number) => string;
  readonly pattern: (label: string) => string;
  readonly badPattern: (label: string) => string;
  readonly email: (label: string) => string;
  readonly phone: (label: string) => string;
  readonly group: (label: string) => string;
  readonly rows: (label: string) => string;
  readonly noRow: (label: string) => string;
  readonly rowCount: (label: string, count: number) => string;
  readonly row: (label: string, row: number) => string;
  readonly rowsUnclear: (label: string) => string;
  readonly file: (label: string) => string;
  readonly oneFile: (label: string) => string;
}

const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 20, useGrouping: false });
const quoted = (label: string) => `« ${label} »`;
const characters = (count: number) => `${number.format(count)} caractère${count > 1 ? 's' : ''}`;
const shown = 8;

function enumerate(choices: readonly string[]): string {
  const first = choices.slice(0, shown).map(quoted).join(', ');
  return choices.length > shown ? `${first}…` : first;
}

export const frenchMessages: FormMessages = {
  notAnObject: 'Les données du formulaire doivent être un objet JSON.',
  unknownField: (name) => `Le formulaire n’a pas de champ ${quoted(name)}.`,
  required: (label) => `${quoted(label)} est obligatoire.`,
  text: (label) => `${quoted(label)} doit être un texte.`,
  forbiddenCharacter: (label) => `${quoted(label)} contient un caractère interdit.`,
  number: (label) => `${quoted(label)} doit être un nombre.`,
  integer: (label) => `${quoted(label)} doit être un nombre entier.`,
  decimals: (label, digits) => `${quoted(label)} accepte au plus ${digits} décimale${digits > 1 ? 's' : ''}.`,
  increment: (label, below, above) =>
    `${quoted(label)} : les valeurs acceptées les plus proches sont ${number.format(below)} et ${number.format(above)}.`,
  boolean: (label) => `${quoted(label)} doit être coché ou non (vrai ou faux).`,
  date: (label) => `${quoted(label)} doit être une date (AAAA-MM-JJ).`,
  time: (label) => `${quoted(label)} doit être une heure (HH:MM).`,
  dateTime: (label) => `${quoted(label)} doit être une date et une heure (AAAA-MM-JJTHH:MM).`,
  pastDate: (label) => `${quoted(label)} ne peut pas être une date passée.`,
  choice: (label, choices) =>
    choices.length === 0
      ? `${quoted(label)} : aucun choix n’est disponible.`
      : `${quoted(label)} : choisissez parmi ${enumerate(choices)}.`,
  list: (label) => `${quoted(label)} doit être une liste de choix.`,
  duplicate: (label) => `${quoted(label)} contient deux fois le même choix.`,
  min: (label, min) => `${quoted(label)} doit valoir au moins ${number.format(min)}.`,
  max: (label, max) => `${quoted(label)} doit valoir au plus ${number.format(max)}.`,
  minLength: (label, length) => `${quoted(label)} doit avoir au moins ${characters(length)}.`,
  maxLength: (label, length) => `${quoted(label)} doit avoir au plus ${characters(length)}.`,
  pattern: (label) => `${quoted(label)} n’a pas la forme attendue.`,
  badPattern: (label) =>
    `${quoted(label)} ne peut pas être contrôlé : sa règle est mal écrite. Prévenez le propriétaire de la procédure.`,
  email: (label) => `${quoted(label)} doit être une adresse de courriel.`,
  phone: (label) =>
    `${quoted(label)} doit être un numéro de téléphone international, par exemple +2250701020304.`,
  group: (label) => `${quoted(label)} doit être un groupe de champs.`,
  rows: (label) => `${quoted(label)} doit être une liste de lignes.`,
  noRow: (label) => `${quoted(label)} doit avoir au moins une ligne.`,
  rowCount: (label, count) => `${quoted(label)} doit avoir exactement ${count} ligne${count > 1 ? 's' : ''}.`,
  row: (label, row) => `${label}, ligne ${row}`,
  rowsUnclear: (label) =>
    `${quoted(label)} : des lignes ont été retirées, et rien ne dit lesquelles. Donnez à chaque ligne gardée « @ligne », son rang d’avant, à partir de 0.`,
  file: (label) =>
    `${quoted(label)} attend des fichiers déjà envoyés, [{"documentId": …}]. Choisissez-les de nouveau.`,
  oneFile: (label) => `${quoted(label)} attend un seul fichier.`,
};
