/** The key `http` of the connectors file: the only hosts that the worker `http-call` may speak to. */
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';

export const LONGEST_CALL_SECONDS = 300;
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

const variableName = z
  .string()
  .regex(
    /^[A-Z_][A-Z0-9_]*$/,
    'le nom d’une variable d’environnement est attendu, par exemple ANNUAIRE_JETON',
  );

/** What the program itself says, or what would change where a message ends or goes. */
const reserved = new Set([
  'host',
  'connection',
  'content-length',
  'content-type',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'idempotency-key',
  'accept-encoding',
]);
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}$/, 'le nom d’un en-tête HTTP est attendu')
  .refine((name) => !reserved.has(name.toLowerCase()), 'cet en-tête est celui du programme');

export const isHeaderValue = (text: string): boolean => /^[\t\x20-\x7e]{0,4096}$/.test(text);

const baseUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const right =
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.username + url.password + url.search + url.hash === '' &&
    url.pathname.endsWith('/');
  if (!right) {
    context.addIssue(
      'une adresse http:// ou https:// qui finit par « / » est attendue, sans identifiant ni paramètre',
    );
  }
  return text;
});

const network = z.string().refine((text) => {
  const [address = '', prefix, more] = text.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const known = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
  return bits > 0 && known && more === undefined;
}, 'une adresse IP ou un réseau est attendu, par exemple 10.1.0.0/16');

const host = z.strictObject({
  /** What procedures call it. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'des minuscules, chiffres et tirets sont attendus'),
  baseUrl,
  methods: z.array(z.enum(METHODS)).min(1).default(['GET']),
  headers: z
    .record(
      headerName,
      z.string().refine(isHeaderValue, 'une valeur d’en-tête HTTP en ASCII, sur une ligne, est attendue'),
    )
    .default({}),
  /** Header → variable that holds its value. */
  secretHeaders: z.record(headerName, variableName).default({}),
  /** Addresses of private networks at which the host may be; absent: none. */
  addresses: z.array(network).default([]),
  /** Certificates of an authority of the administration's own, PEM. */
  caFile: z
    .string()
    .refine((text) => path.isAbsolute(text) && !text.includes('\0'), 'un chemin absolu est attendu')
    .optional(),
  limitSeconds: z.number().positive().max(LONGEST_CALL_SECONDS).default(20),
  limitKilobytes: z.number().int().min(1).max(4096).default(512),
});

export const httpSettings = z
  .strictObject({ hosts: z.array(host).min(1) })
  .superRefine(({ hosts }, context) => {
    const names = hosts.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) context.addIssue(`deux hôtes s’appellent « ${twice} »`);
  });

export type HttpSettings = z.output<typeof httpSettings>;
export type HttpHost = HttpSettings['hosts'][number];
