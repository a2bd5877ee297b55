/**
 * Editors that have no translations of their own write English into the page: their words are replaced as they appear.
 * Only whole texts that the dictionary knows, and never in what the author types.
 */
const attributes = ['title', 'aria-label', 'placeholder', 'data-placeholder'] as const;

type Dictionary = ReadonlyMap<string, string>;

function translateText(node: Text, words: Dictionary): void {
  const text = node.data.trim();
  const french = text === '' ? undefined : words.get(text);
  // Writing even the same text would be another change to look at.
  if (french !== undefined && french !== text) node.data = node.data.replace(text, french);
}

function translateAttributes(element: Element, words: Dictionary): void {
  for (const name of attributes) {
    const french = words.get((element.getAttribute(name) ?? '').trim());
    if (french !== undefined && french !== element.getAttribute(name)) element.setAttribute(name, french);
  }
}

const isTyped = (element: Element | null): boolean =>
  element?.closest('textarea, [contenteditable="true"], .cm-content, .fjs-form-field-text-value') != null;

function translateTree(root: Node, words: Dictionary): void {
  if (root instanceof Text) {
    if (!isTyped(root.parentElement)) translateText(root, words);
    return;
  }
  if (!(root instanceof Element) || isTyped(root)) return;
  translateAttributes(root, words);
  for (const child of root.childNodes) translateTree(child, words);
}

/** Returns how to stop. */
export function keepTranslated(root: HTMLElement, dictionary: Readonly<Record<string, string>>): () => void {
  const words = new Map(Object.entries(dictionary));
  translateTree(root, words);
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') for (const node of addedNodes) translateTree(node, words);
      else if (type === 'attributes' && target instanceof Element) translateAttributes(target, words);
      else translateTree(target, words);
    }
  });
  observer.observe(root, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: [...attributes],
  });
  return () => {
    observer.disconnect();
  };
}
