/** What is needed to say something to one person: his language, its words, its ways of writing numbers and dates. */
import type { Language, MessageKey, MessageParameters, PluralStem } from './catalogue';
import type { Formatter } from './format';

export interface TextReader {
  readonly lang: Language;
  readonly format: Formatter;
  t(key: MessageKey, parameters?: MessageParameters): string;
  count(stem: PluralStem, n: number): string;
}
