/**
 * Every expected error a person or a program can be answered with: one code, one HTTP status, one French title.
 * Pages and API share it; `tests/api/errors.test.ts` keeps it equal to the OpenAPI document.
 */
export const errorCatalogue = {
  BAD_REQUEST: { status: 400, title: 'Requête invalide' },
  MALFORMED_JSON: { status: 400, title: 'JSON illisible' },
  RESOURCE_INVALID: { status: 400, title: 'Fichier refusé' },
  UNAUTHENTICATED: { status: 401, title: 'Authentification requise' },
  WRONG_CREDENTIALS: { status: 401, title: 'Identifiant ou mot de passe incorrect' },
  FORBIDDEN: { status: 403, title: 'Accès refusé' },
  CROSS_SITE: { status: 403, title: 'Requête venue d’un autre site' },
  TASK_NOT_YOURS: { status: 403, title: 'Cette tâche ne vous revient pas' },
  TASK_CLAIMED: { status: 409, title: 'Tâche déjà prise en charge' },
  TASK_COMPLETED: { status: 409, title: 'Tâche déjà terminée' },
  TASK_CANCELED: { status: 409, title: 'Tâche annulée' },
  TASK_IN_PROGRESS: { status: 409, title: 'Tâche en cours d’enregistrement' },
  DRAFT_CHANGED: { status: 409, title: 'Brouillon modifié entre-temps' },
  NOT_STARTABLE: { status: 409, title: 'Procédure non démarrable' },
  NOT_WITHDRAWABLE: { status: 409, title: 'Retrait impossible' },
  INSTANCE_ENDED: { status: 409, title: 'Dossier déjà clos' },
  INSTANCE_CALLED: { status: 409, title: 'Dossier appelé par un autre' },
  INCIDENT_RESOLVED: { status: 409, title: 'Incident déjà résolu' },
  CONFLICT: { status: 409, title: 'Conflit' },
  DRAFT_CONFLICT: { status: 409, title: 'Brouillon enregistré entre-temps' },
  DRAFT_CLOSED: { status: 409, title: 'Brouillon fermé' },
  IDEMPOTENCY_CONFLICT: { status: 409, title: 'Clé d’idempotence déjà utilisée' },
  NOT_FOUND: { status: 404, title: 'Introuvable' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Méthode non autorisée' },
  TOO_LARGE: { status: 413, title: 'Contenu trop volumineux' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Format non pris en charge' },
  FORM_INVALID: { status: 422, title: 'Formulaire invalide' },
  TOO_MANY_ATTEMPTS: { status: 429, title: 'Trop de tentatives' },
  INTERNAL: { status: 500, title: 'Erreur interne' },
  SYSTEM_UNAVAILABLE: { status: 502, title: 'Le système extérieur n’a pas fait l’opération' },
  DATABASE_UNAVAILABLE: { status: 503, title: 'Base de données indisponible' },
  ENGINE_UNAVAILABLE: { status: 503, title: 'Moteur de processus indisponible' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** A wrong field of a form or body. `field` is its key or dotted path, `label` what the user sees. */
export interface FieldError {
  readonly field: string;
  readonly label: string;
  readonly message: string;
}

export interface DomainErrorOptions {
  readonly errors?: readonly FieldError[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** An expected failure. `message` is a French sentence: what was expected, what came, what to do. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly status: number;
  readonly title: string;
  readonly errors: readonly FieldError[];
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: DomainErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = errorCatalogue[code].status;
    this.title = errorCatalogue[code].title;
    this.errors = options.errors ?? [];
    this.retryAfter = options.retryAfter;
  }
}
