/** The key `messagerie` of the connectors file: mailboxes and licences by Microsoft Graph. */
import { z } from 'zod';
import { NAME_ORDERS, nameRule } from '../naming';
import { environmentVariable } from '../variable';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Without encryption only this very machine. */
const address = z
  .string()
  .refine(
    (text) =>
      URL.canParse(text) &&
      (new URL(text).protocol === 'https:' ||
        (new URL(text).protocol === 'http:' && loopback.has(new URL(text).hostname))),
    'une adresse https:// est attendue',
  )
  .transform((text) => text.replace(/\/+$/u, ''));

const licence = z.strictObject({
  /** As people know it. */
  name: z.string().trim().min(1).max(200),
  skuId: z.guid('l’identifiant (GUID) de la licence est attendu'),
});

export const graphSettings = z.strictObject({
  tenant: z.string().regex(/^[A-Za-z0-9.-]+$/u, 'l’identifiant ou le domaine du locataire est attendu'),
  clientId: z.guid('l’identifiant (GUID) de l’application est attendu'),
  clientSecretFrom: environmentVariable('GRAPH_SECRET'),
  loginUrl: address.default('https://login.microsoftonline.com'),
  graphUrl: address.default('https://graph.microsoft.com/v1.0'),
  /** Of the addresses that are made. */
  domain: z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u, 'un nom de domaine est attendu'),
  /** What stands before the @, tried in order, then the first with 2, 3, … */
  names: z
    .array(nameRule(['prenom', 'nom'], /^[a-z0-9.-]*$/u))
    .min(1)
    .default(['{{prenom}}.{{nom}}', '{{prenom.0}}.{{nom}}']),
  nameOrder: z.enum(NAME_ORDERS).default('prenom nom'),
  /** ISO 3166: Microsoft asks for it before it gives a licence. */
  usageLocation: z
    .string()
    .regex(/^[A-Z]{2}$/u, 'un code de pays à deux capitales est attendu')
    .default('CI'),
  /** Number of the extension attribute that carries the job's mark. */
  markAttribute: z.int().min(1).max(15).default(15),
  licences: z.strictObject({ messagerie: licence.optional(), decisionnel: licence.optional() }).default({}),
  /** Groups (their identifiers) of a profile of the decision-support system, without regard to case. */
  profiles: z
    .record(z.string().trim().min(1), z.array(z.guid('l’identifiant (GUID) d’un groupe est attendu')).min(1))
    .default({}),
  timeoutSeconds: z.number().positive().max(50).default(20),
});

export type GraphSettings = z.output<typeof graphSettings>;
export type Licence = z.output<typeof licence>;
export type LicenceKind = keyof GraphSettings['licences'];
