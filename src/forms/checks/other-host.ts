import { eachComponent, Severity } from './rule';

const shown: Readonly<Record<string, string>> = { image: 'source', iframe: 'url' };

export const otherHost = eachComponent('other-host', Severity.TOLD, ({ schema }) => {
  const property = shown[String(schema['type'])];
  const address = property === undefined ? undefined : schema[property];
  return typeof address === 'string' && /^https?:/i.test(address.trim())
    ? `« ${address} » est ailleurs : les pages ne montrent rien d’un autre serveur. Mettez l’image dans le formulaire (« data: »), ou retirez-la.`
    : null;
});
