/** All pages of the site. Mount after the session and same-origin middleware of `createApp`. */
import compression from 'compression';
import express, { Router } from 'express';
import { readJsonBody } from '../json-body';
import type { WebServices } from '../services';
import { requireUser } from '../session';
import { casePages } from './case';
import { caseDataPages } from './case-data';
import { casesPages } from './cases';
import { connectorPages } from './connectors';
import { deployPages } from './deploy';
import { documentPages } from './documents';
import { guidePages } from './guide';
import { inboxPages } from './inbox';
import { assets } from './kit/assets';
import { rememberLanguage } from './kit/language';
import { createPageKit } from './kit/renderer';
import { incidentPages } from './incidents';
import { interventionPages } from './interventions';
import { mailboxPages } from './mailbox';
import { mailPages } from './mails';
import { receivedMailPages } from './received-mails';
import { overviewPages } from './overview';
import { procedureMapPages } from './procedure-map';
import { passwordPages } from './passwords';
import { procedurePages } from './procedures';
import { shippedPages } from './shipped';
import { signInPages } from './sign-in';
import { streamPages } from './stream';
import { singleSignOnPages } from './single-sign-on';
import { accountPages } from './accounts';
import { auditPages } from './audit';
import { automatePages } from './automates';
import { referencePages } from './references';
import { stockPages } from './stock';
import { studioPages } from './studio';
import { studioTrialPages } from './studio-trial';
import { taskPages } from './task';

export { createErrorPages, type PageFailure, type SendErrorPage } from './error';

const largestForm = '512kb';

export function createPages(services: WebServices): Router {
  const kit = createPageKit(services);
  const router = Router();
  router.use(compression());
  router.use('/assets', assets());
  router.use(rememberLanguage);
  router.use(express.urlencoded({ extended: false, limit: largestForm }));
  router.use(...readJsonBody(largestForm));
  router.use(signInPages(kit));
  router.use(singleSignOnPages(kit));
  router.use(requireUser);
  router.get('/', (_req, res) => {
    res.redirect(303, '/taches');
  });
  // `/procedures/deployer` before `/procedures/:id`, `/taches/etat` before `/taches/:key`.
  for (const pages of [
    inboxPages,
    taskPages,
    deployPages,
    shippedPages,
    studioPages,
    studioTrialPages,
    guidePages,
    procedurePages,
    casesPages,
    casePages,
    documentPages,
    caseDataPages,
    incidentPages,
    interventionPages,
    streamPages,
    mailboxPages,
    mailPages,
    receivedMailPages,
    stockPages,
    referencePages,
    accountPages,
    connectorPages,
    passwordPages,
    automatePages,
    auditPages,
    overviewPages,
    procedureMapPages,
  ]) {
    router.use(pages(kit));
  }
  return router;
}
