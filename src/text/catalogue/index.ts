/** Every visible string of the site: a file a page, both languages in it. */
import { accounts } from './accounts';
import { audit } from './audit';
import { automates } from './automates';
import { casePage } from './case';
import { caseData } from './case-data';
import { cases } from './cases';
import { common } from './common';
import { connectors } from './connectors';
import { deploy } from './deploy';
import { documentsPage } from './documents';
import { elementType } from './element-type';
import { inbox } from './inbox';
import { incidents } from './incidents';
import { interventions } from './interventions';
import { island } from './island';
import { layout } from './layout';
import { mailbox } from './mailbox';
import { mails } from './mails';
import { map } from './map';
import { passwords } from './passwords';
import { procedures } from './procedures';
import { received } from './received';
import { references } from './references';
import { signIn } from './sign-in';
import { signature } from './signature';
import { stock } from './stock';
import { studio } from './studio';
import { trial } from './trial';
import { task } from './task';

export const fr = {
  ...accounts.fr,
  ...audit.fr,
  ...automates.fr,
  ...casePage.fr,
  ...caseData.fr,
  ...cases.fr,
  ...common.fr,
  ...connectors.fr,
  ...deploy.fr,
  ...documentsPage.fr,
  ...elementType.fr,
  ...inbox.fr,
  ...incidents.fr,
  ...interventions.fr,
  ...island.fr,
  ...layout.fr,
  ...mailbox.fr,
  ...mails.fr,
  ...map.fr,
  ...passwords.fr,
  ...procedures.fr,
  ...received.fr,
  ...references.fr,
  ...signIn.fr,
  ...signature.fr,
  ...stock.fr,
  ...studio.fr,
  ...trial.fr,
  ...task.fr,
};

export type MessageKey = keyof typeof fr;
export const en: Catalogue = {
  ...accounts.en,
  ...audit.en,
  ...automates.en,
  ...casePage.en,
  ...caseData.en,
  ...cases.en,
  ...common.en,
  ...connectors.en,
  ...deploy.en,
  ...documentsPage.en,
  ...elementType.en,
  ...inbox.en,
  ...incidents.en,
  ...interventions.en,
  ...island.en,
  ...layout.en,
  ...mailbox.en,
  ...mails.en,
  ...map.en,
  ...passwords.en,
  ...procedures.en,
  ...received.en,
  ...references.en,
  ...signIn.en,
  ...signature.en,
  ...stock.en,
  ...studio.en,
  ...trial.en,
  ...task.en,
};

export type Catalogue = Readonly<Record<MessageKey, string>>;
export type MessageParameters = Readonly<Record<string, string | number>>;

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** French puts a space, which must not break, before high punctuation and inside guillemets. */
function unbroken(message: string): string {
  return message.replaceAll(/ (?=[:;?!»])/g, '\u00a0').replaceAll('« ', '«\u00a0');
}

const french = Object.fromEntries(Object.entries(fr).map(([key, message]) => [key, unbroken(message)]));
const catalogues: Readonly<Record<Language, Catalogue>> = { fr: french as Catalogue, en };

export function isLanguage(candidate: unknown): candidate is Language {
  return languages.some((language) => language === candidate);
}

export function isMessageKey(candidate: string): candidate is MessageKey {
  return Object.hasOwn(fr, candidate);
}

export function fill(message: string, parameters: MessageParameters): string {
  return message.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) =>
    String(parameters[name] ?? placeholder),
  );
}

/** The message in that language, with each `{name}` replaced. */
export function translate(language: Language, key: MessageKey, parameters: MessageParameters = {}): string {
  return fill(catalogues[language][key], parameters);
}

/** Chooses between `<stem>.one` and `<stem>.other` by the language's plural rule; `{n}` is the count. */
export function translateCount(
  language: Language,
  stem: PluralStem,
  n: number,
  parameters: MessageParameters = {},
): string {
  const form = new Intl.PluralRules(language).select(n) === 'one' ? 'one' : 'other';
  return translate(language, `${stem}.${form}`, { n, ...parameters });
}

type StemOf<Key> = Key extends `${infer Stem}.other` ? Stem : never;
export type PluralStem = StemOf<MessageKey>;

/** The messages under one of the prefixes: what an island is given. */
export function messagesUnder(language: Language, prefixes: readonly string[]): Record<string, string> {
  const entries = Object.entries(catalogues[language]);
  return Object.fromEntries(entries.filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix))));
}
