/** The whole web application: assets, API, pages, errors. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import { createApi } from './api';
import { asDomainError, logUnexpected, setRetryAfter } from './problem';
import { refuseNulAddress } from './nul-address';
import { DomainError } from './errors';
import { createErrorPages, createPages } from './pages';
import { refuseCrossSite } from './same-origin';
import type { WebServices } from './services';
import { sessions } from './session';

/** Everything from this site only. bpmn-js and form-js set inline styles; bpmn-js' icon font is a data: URL. */
const contentSecurityPolicy = (formTargets: readonly string[]) => ({
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    // form-js shows a PDF of the case from memory.
    frameSrc: ["'self'", 'blob:'],
    objectSrc: ['blob:'],
    baseUri: ["'self'"],
    // Signing out is a form that may end at the identity provider.
    formAction: ["'self'", ...formTargets],
    frameAncestors: ["'self'"],
  },
});

/** Errors of pages, as pages. */
function pageErrors(services: WebServices): ErrorRequestHandler {
  const sendErrorPage = createErrorPages(services);
  return async (caught: unknown, request, response, next) => {
    const error = asDomainError(caught);
    logUnexpected(services.logger, error, request.path);
    if (response.headersSent) {
      next(caught);
      return;
    }
    setRetryAfter(response, error);
    await sendErrorPage(request, response, {
      status: error.status,
      // Of an unexpected error the page's own advice says enough.
      detail: error.code === 'INTERNAL' ? undefined : error.message,
      errors: error.errors,
    });
  };
}

export function createApp(services: WebServices): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', services.environment.TRUSTED_PROXIES);
  app.use(
    helmet({
      contentSecurityPolicy: contentSecurityPolicy(
        services.singleSignOn === null ? [] : [services.singleSignOn.origin],
      ),
      // Plain HTTP on loopback is the default; a proxy that ends TLS sets HSTS.
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  app.use(sessions(services));
  app.use('/api', createApi(services));
  app.use(refuseNulAddress, refuseCrossSite);
  app.use(createPages(services));
  app.use((request) => {
    throw new DomainError('NOT_FOUND', `La page ${request.path} n’existe pas.`);
  });
  app.use(pageErrors(services));
  return app;
}
