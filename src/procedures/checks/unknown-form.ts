import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

export const unknownForm = eachElement('unknown-form', Severity.REFUSED, async ({ formId }, around) =>
  formId === null || (await around.hasForm(formId))
    ? null
    : `Le formulaire « ${formId} » n’est pas déployé. Ajoutez son fichier .form à ce déploiement, ou corrigez le lien.`,
);
