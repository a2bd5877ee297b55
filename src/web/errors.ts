/** The web's way into the shared catalogue: pages and API import errors from here. */
export { DomainError, errorCatalogue } from '../errors/catalogue';
export type { DomainErrorOptions, ErrorCode, FieldError } from '../errors/catalogue';
