/** A page's words, French first: a key missing in English, or there only, does not compile. */
export function bothLanguages<Key extends string>(words: {
  readonly fr: Readonly<Record<Key, string>>;
  readonly en: Readonly<Record<NoInfer<Key>, string>>;
}): typeof words {
  return words;
}
