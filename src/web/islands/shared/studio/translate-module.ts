/** bpmn-js' and the properties panel's own way to be translated. What the dictionary lacks is noted for the tests. */
declare global {
  interface Window {
    logigrammeUntranslated?: Set<string>;
  }
}

type Replacements = Readonly<Record<string, string | number>>;

export function translateModule(dictionary: Readonly<Record<string, string>>, lang: string) {
  function translate(template: string, replacements: Replacements = {}): string {
    const french = lang === 'fr' ? dictionary[template] : template;
    if (french === undefined && template.trim() !== '') {
      (window.logigrammeUntranslated ??= new Set()).add(template);
    }
    return (french ?? template).replace(/{([^}]+)}/g, (_, key: string) =>
      String(replacements[key] ?? `{${key}}`),
    );
  }
  return { translate: ['value', translate] };
}
