/** What the network says, in words for people. */

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'son nom n’est pas connu du réseau',
  EAI_AGAIN: 'le service de noms ne répond pas',
  ECONNREFUSED: 'il refuse la connexion',
  ECONNRESET: 'il a coupé la connexion',
  EHOSTUNREACH: 'il n’est pas joignable',
  ENETUNREACH: 'son réseau n’est pas joignable',
  ETIMEDOUT: 'il ne répond pas',
  CERT_HAS_EXPIRED: 'son certificat a expiré',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'son certificat n’est pas reconnu (caFile)',
  SELF_SIGNED_CERT_IN_CHAIN: 'son certificat n’est pas reconnu (caFile)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'son certificat n’est pas reconnu (caFile)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'son certificat n’est pas reconnu (caFile)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'son certificat est celui d’un autre hôte',
};

/** A text property of what Node threw; '' when it has none. */
function textOf(error: unknown, name: 'code' | 'message'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value = (error as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
}

/** By its code, which a client library may have left in the message only; else what it said, on one line. */
export function networkReason(error: unknown): string {
  const said = textOf(error, 'message') || String(error);
  const codes = [textOf(error, 'code'), ...said.split(/[^A-Z_]+/u)];
  const known = codes.map((code) => (Object.hasOwn(reasons, code) ? reasons[code] : undefined));
  return known.find((reason) => reason !== undefined) ?? said.replace(/\s+/gu, ' ').trim().slice(0, 300);
}
