/** The whole web application: assets, API, pages, errors. */
import express, { type Express } from 'express';
import helmet from 'helmet';
import { createApi } from './api';
import { createPages } from './pages';
import { refuseCrossSite } from './same-origin';
import type { WebServices } from './services';
import { sessions } from './session';

/** Everything from this site only. bpmn-js and form-js set inline styles; bpmn-js' icon font is a data: URL. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    frameAncestors: ["'self'"],
  },
};

export function createApp(services: WebServices): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.use(
    helmet({
      contentSecurityPolicy,
      // Plain HTTP on loopback is the default; a proxy that ends TLS sets HSTS.
      strictTransportSecurity: false,
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  app.use(sessions(services));
  app.use('/api', createApi(services));
  app.use(refuseCrossSite);
  app.use(createPages(services));
  return app;
}
