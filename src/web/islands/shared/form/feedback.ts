/** What the form area says: the state of the sending, and the list of fields to correct. */
import { element, translateCount, type PageData, type Translate } from '../page-data';
import type { WrongField } from './send';

export interface Feedback {
  sending(): void;
  hide(): void;
  /** `action` is offered as a button beside the text. */
  problem(text: string, action?: { label: string; run: () => void } | { label: string; href: string }): void;
  /** Lists the fields that form-js marks, and the others; moves the focus there. */
  wrongFields(others: readonly WrongField[]): void;
  clearWrongFields(): void;
}

interface Marked {
  readonly input: HTMLElement;
  readonly label: string;
  readonly message: string;
}

function markedFields(root: Element): Marked[] {
  return [...root.querySelectorAll('.fjs-has-errors')].flatMap((field) => {
    const input = field.querySelector<HTMLElement>('input, textarea, select, [tabindex="0"]');
    const message = field.querySelector('.fjs-form-field-error li')?.textContent ?? '';
    const label = field.querySelector('label')?.firstChild?.textContent ?? '';
    return input === null ? [] : [{ input, label: label.replace(/\*$/, '').trim(), message }];
  });
}

function link({ input, label, message }: Marked): HTMLLIElement {
  const anchor = element('a', { href: `#${input.id}` }, [label === '' ? message : `${label} : ${message}`]);
  anchor.addEventListener('click', (event) => {
    event.preventDefault();
    input.focus();
  });
  return element('li', {}, [anchor]);
}

export function createFeedback(data: PageData, t: Translate, root: Element): Feedback {
  const status = document.getElementById('form-status') ?? element('div');
  const errors = document.getElementById('form-errors') ?? element('div');

  function say(kind: 'info' | 'error', children: readonly (Node | string)[]): void {
    status.className = `notice notice--${kind}`;
    status.replaceChildren(...children);
    status.hidden = false;
  }

  return {
    sending: () => {
      say('info', [element('span', { className: 'spinner', ariaHidden: 'true' }), t('form.sending')]);
    },
    hide: () => {
      status.hidden = true;
    },
    problem: (text, action) => {
      const children: (Node | string)[] = [element('span', {}, [text])];
      if (action !== undefined) {
        const control =
          'href' in action
            ? element('a', { className: 'button button--small', href: action.href }, [action.label])
            : element('button', { className: 'button button--small', type: 'button', onclick: action.run }, [
                action.label,
              ]);
        children.push(control);
      }
      say('error', children);
    },
    wrongFields: (others) => {
      const marked = markedFields(root);
      const count = marked.length + others.length;
      const items = [
        ...marked.map(link),
        ...others.map(({ label, message }) =>
          element('li', {}, [label === '' ? message : `${label} : ${message}`]),
        ),
      ];
      errors.replaceChildren(
        element('div', {}, [
          element('strong', {}, [translateCount(data, t, 'form.errorSummary', count)]),
          element('ul', { className: 'problem-list' }, items),
        ]),
      );
      errors.hidden = false;
      status.hidden = true;
      errors.focus();
    },
    clearWrongFields: () => {
      errors.hidden = true;
    },
  };
}
