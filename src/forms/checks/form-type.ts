import { Severity, type FormRule } from './rule';

export const formType: FormRule = {
  id: 'form-type',
  severity: Severity.REFUSED,
  check: ({ root }) =>
    root['type'] === 'default'
      ? []
      : [
          {
            elementId: null,
            elementName: null,
            message:
              'Le formulaire ne dit pas ce qu’il est : « "type": "default" » est attendu à sa racine, sans quoi il ne s’affiche pas.',
          },
        ],
};
