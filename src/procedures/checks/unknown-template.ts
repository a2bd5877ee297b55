import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

const MAIL = 'send-mail';

export const unknownTemplate = eachElement(
  'unknown-template',
  Severity.REFUSED,
  async ({ jobType, headers, inputs }, around) => {
    if (jobType !== MAIL) return null;
    const name = inputs.has('modele') ? inputs.get('modele') : headers['template'];
    return name === undefined || (await around.hasTemplate(name))
      ? null
      : `Le modèle de courriel « ${name} » n’existe pas. Choisissez-en un de « templates/mail ».`;
  },
);

/** A variable of the case may name it. */
export const noTemplate = eachElement('no-template', Severity.TOLD, ({ jobType, headers, inputs }) => {
  if (jobType !== MAIL || inputs.has('modele') || headers['template'] !== undefined) return null;
  const others = Object.entries(headers).map(([key, value]) => `${key} = ${value}`);
  const read = others.length === 0 ? '' : ` (« ${others.join(' », « ')} » n’est pas lu)`;
  return `Cette étape ne nomme pas son modèle de courriel${read} : donnez l’en-tête « template » ou l’entrée « modele », sinon la variable « modele » doit être connue du dossier.`;
});
