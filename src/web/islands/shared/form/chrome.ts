/** The few fixed words of form-js's own widgets, translated where they appear; and the language of its calendar. */
import flatpickr from 'flatpickr';
import { French } from 'flatpickr/dist/l10n/fr.js';
import type { Translate } from '../page-data';

const texts: Readonly<Record<string, string>> = {
  Select: 'formChrome.select',
  'No results': 'formChrome.noResults',
  'All values selected': 'formChrome.allSelected',
  'Nothing to show.': 'formChrome.nothing',
  'Skip to search': 'formChrome.skipToSearch',
  Browse: 'formChrome.browse',
  'No files selected': 'formChrome.noFile',
  'Unable to download document': 'formChrome.noDownload',
  'Date and time must both be entered.': 'validation.dateTime',
  'Add new': 'formChrome.addNew',
  'Show all': 'formChrome.showAll',
  Collapse: 'formChrome.collapse',
};

const attributes: Readonly<Record<string, string>> = {
  Increment: 'formChrome.increment',
  Decrement: 'formChrome.decrement',
  Search: 'formChrome.search',
  'Remove tag': 'formChrome.removeTag',
  'Previous page': 'formChrome.previousPage',
  'Next page': 'formChrome.nextPage',
  'Powered by bpmn.io': 'formChrome.poweredBy',
  'dd/mm/yyyy': 'formChrome.datePlaceholder',
};

/** Where fixed words appear; a user's data elsewhere is never touched. */
const chrome =
  '.fjs-select-display, .fjs-select-placeholder, .fjs-dropdownlist-empty, .fjs-table-body, .fjs-table-nav, ' +
  '.fjs-taglist-skip-link, .fjs-form-field-filepicker button, .fjs-form-field-filepicker span, ' +
  '.fjs-form-field-error li, .fjs-repeat-render-footer button, .fjs-repeat-render-footer span';

function translateTexts(root: Element, t: Translate): void {
  for (const holder of root.querySelectorAll(chrome)) {
    for (const node of holder.childNodes) {
      const key = node.nodeType === Node.TEXT_NODE ? texts[node.nodeValue?.trim() ?? ''] : undefined;
      if (key !== undefined) node.nodeValue = t(key);
    }
  }
}

function translateAttributes(root: Element, t: Translate): void {
  for (const holder of root.querySelectorAll('[aria-label], [placeholder], [title]')) {
    for (const name of ['aria-label', 'placeholder', 'title']) {
      const key = attributes[holder.getAttribute(name) ?? ''];
      if (key !== undefined) holder.setAttribute(name, t(key));
    }
  }
}

/** Translates now and whenever form-js renders. */
export function translateChrome(root: Element, t: Translate): void {
  const all = () => {
    translateTexts(root, t);
    translateAttributes(root, t);
  };
  const observer = new MutationObserver(() => {
    observer.disconnect();
    all();
    observe();
  });
  const observe = () => {
    observer.observe(root, { childList: true, subtree: true, characterData: true, attributes: true });
  };
  all();
  observe();
}

/**
 * Day and month names, first day, and day before month, by the page's language. form-js asks the browser for its
 * default locale (`new Intl.DateTimeFormat('default')`): an English browser would make a French reader's 05/03
 * the third of May.
 */
export function useLanguageForDates(lang: 'fr' | 'en'): void {
  const locale = lang === 'fr' ? 'fr-FR' : 'en-GB';
  if (lang === 'fr') flatpickr.localize(French);
  else flatpickr.localize({ ...flatpickr.l10ns.default, firstDayOfWeek: 1 });
  Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
    construct: (target, [asked, options]: [string | undefined, Intl.DateTimeFormatOptions | undefined]) =>
      new target(asked === undefined || asked === 'default' ? locale : asked, options),
  });
}
