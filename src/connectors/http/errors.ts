/** Why a call gave nothing that a procedure can use, in words for people. */
export class HttpCallError extends Error {
  override readonly name = 'HttpCallError';
  /** `message` is French; `retryable`: it may pass by itself; `retryAfterMillis`: when the host said so. */
  constructor(
    message: string,
    readonly retryable: boolean,
    readonly retryAfterMillis?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

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

export function explainFailure(host: string, error: unknown): HttpCallError {
  if (error instanceof HttpCallError) return error;
  const said = reasons[textOf(error, 'code')] ?? (textOf(error, 'message') || String(error));
  return new HttpCallError(
    `Le service « ${host} » n’a pas pu être appelé : ${said}. Un nouvel essai aura lieu ; ` +
      's’il échoue, testez le connecteur (page « Connecteurs ») puis relancez l’étape.',
    true,
    undefined,
    { cause: error },
  );
}
