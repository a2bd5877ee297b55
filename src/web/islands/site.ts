/** On every page: the style sheet, menus that close, buttons that send once. */
import '../styles/site.css';

function closeOthers(event: Event): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(
    'details.account[open], details.confirm[open]',
  )) {
    if (!(event.target instanceof Node) || !menu.contains(event.target)) menu.open = false;
  }
}

document.addEventListener('click', closeOthers);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(
    'details.account[open], details.confirm[open]',
  )) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent === 'true') {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
});

// Coming back by the browser's history: forms may be sent again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent;
});

/** The browser then refuses to send the form, and says so at the button. */
function sayWhenTooLarge(input: HTMLInputElement): void {
  const { largest, tooLarge = '' } = input.dataset;
  const bytes = [...(input.files ?? [])].reduce((sum, file) => sum + file.size, 0);
  input.setCustomValidity(largest !== undefined && bytes > Number(largest) ? tooLarge : '');
  input.reportValidity();
}

// The chosen files' names, in the page's words rather than the browser's.
for (const input of document.querySelectorAll<HTMLInputElement>('.chooser input[type=file]')) {
  const names = input.parentElement?.querySelector('output');
  const none = names?.textContent ?? '';
  input.addEventListener('change', () => {
    const chosen = [...(input.files ?? [])].map((file) => file.name).join(', ');
    if (names) names.textContent = chosen || none;
    sayWhenTooLarge(input);
  });
}

// A notice of `?info=` is for once: a reload or a shared address does not repeat it.
const address = new URL(location.href);
if (address.searchParams.has('info')) {
  address.searchParams.delete('info');
  history.replaceState(history.state, '', address);
}
