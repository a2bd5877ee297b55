/** What the directory or the way to it refused, in words for people. */
import {
  BusyError,
  AdminLimitExceededError,
  ConstraintViolationError,
  InsufficientAccessError,
  InvalidCredentialsError,
  NoSuchObjectError,
  ResultCodeError,
  TimeLimitExceededError,
  UnavailableError,
  UnwillingToPerformError,
} from 'ldapts';
import { networkReason } from '../../network';
import { AccountError, passing, quoted, refused } from '../error';
import type { DirectorySettings } from './settings';

const tlsCodes = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const codeOf = (error: unknown): string => {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

const certificateProblem = (url: string, error: unknown): AccountError =>
  refused(
    `L’annuaire ${url} présente un certificat que ce programme ne reconnaît pas (« ${quoted(error)} »). ` +
      'L’administrateur doit indiquer l’autorité qui l’a signé (« caFile » du fichier des connecteurs) ' +
      'ou faire corriger le certificat.',
    error,
  );

function explainAnswer(error: ResultCodeError, { url, bindDn }: DirectorySettings): AccountError {
  const said = `« ${quoted(error)} »`;
  if (error instanceof InvalidCredentialsError) {
    return refused(
      `L’annuaire ${url} refuse le compte de service ${bindDn} ou son mot de passe. ` +
        'L’administrateur doit corriger la variable d’environnement du mot de passe, redémarrer le programme, ' +
        'puis relancer l’étape.',
      error,
    );
  }
  if (error instanceof InsufficientAccessError) {
    return refused(
      `Le compte de service ${bindDn} n’a pas le droit de faire cette opération dans l’annuaire (${said}). ` +
        'L’administrateur de l’annuaire doit le lui donner, puis l’étape peut être relancée.',
      error,
    );
  }
  if (error instanceof NoSuchObjectError) {
    return refused(
      `L’annuaire ne trouve pas l’unité ou le groupe que le fichier des connecteurs indique (${said}). ` +
        'L’administrateur doit le corriger, puis relancer l’étape.',
      error,
    );
  }
  if (error instanceof ConstraintViolationError || error instanceof UnwillingToPerformError) {
    return refused(
      `L’annuaire refuse ces données ou ce mot de passe par ses propres règles (${said}). ` +
        'L’administrateur doit comparer les règles de l’annuaire et celles du fichier des connecteurs, ' +
        'puis relancer l’étape.',
      error,
    );
  }
  if (
    error instanceof BusyError ||
    error instanceof UnavailableError ||
    error instanceof AdminLimitExceededError ||
    error instanceof TimeLimitExceededError
  ) {
    return passing(`L’annuaire ${url} est occupé ou indisponible (${said}).`, error);
  }
  return refused(
    `L’annuaire ${url} a refusé l’opération (code ${error.code}, ${said}). ` +
      'Transmettez ce message à l’administrateur, puis relancez l’étape.',
    error,
  );
}

export function explainDirectoryError(error: unknown, settings: DirectorySettings): AccountError {
  if (error instanceof AccountError) return error;
  if (error instanceof ResultCodeError) return explainAnswer(error, settings);
  const { url } = settings;
  const code = codeOf(error);
  if (tlsCodes.has(code)) return certificateProblem(url, error);
  if (code === 'ENOTFOUND') {
    return passing(
      `Le serveur de l’annuaire ${url} est introuvable sur le réseau. Vérifiez son adresse dans le fichier des ` +
        'connecteurs et la résolution des noms, puis relancez l’étape.',
      error,
    );
  }
  return passing(
    `L’annuaire ${url} ne répond pas : ${networkReason(error)}. Si cela dure, ` +
      'vérifiez que le serveur fonctionne (page « Connecteurs », bouton « Tester »), puis relancez l’étape.',
    error,
  );
}
