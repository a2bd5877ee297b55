import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

export const formElsewhere = eachElement('form-elsewhere', Severity.REFUSED, ({ formKey }) => {
  if (formKey === null) return null;
  return formKey.startsWith('camunda-forms:bpmn:')
    ? 'Son formulaire est dans le diagramme (« embedded ») : personne ne le verrait. Enregistrez-le dans un fichier .form et liez-le par son identifiant.'
    : `Son formulaire est ailleurs (« ${formKey} ») : les pages ne le montreraient pas. Faites-en un formulaire form-js et liez-le par son identifiant.`;
});
