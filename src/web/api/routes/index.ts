/** Every call of the API. The router and the OpenAPI document are both made from this list. */
import type { AnyRoute } from '../route';
import { auditRoutes } from './audit';
import { documentRoutes } from './documents';
import { instanceRoutes } from './instances';
import { interventionRoutes } from './interventions';
import { mailboxRoutes } from './mailbox';
import { mailRoutes } from './mails';
import { meRoutes } from './me';
import { operationRoutes } from './operations';
import { processRoutes } from './processes';
import { receivedMailRoutes } from './received-mails';
import { referenceRoutes } from './references';
import { shippedRoutes } from './shipped';
import { statisticsRoutes } from './statistics';
import { stockRoutes } from './stock';
import { taskRoutes } from './tasks';
import { workerRoutes } from './workers';

export const routes: readonly AnyRoute[] = [
  ...processRoutes,
  ...instanceRoutes,
  ...taskRoutes,
  ...operationRoutes,
  ...interventionRoutes,
  ...shippedRoutes,
  ...statisticsRoutes,
  ...stockRoutes,
  ...documentRoutes,
  ...mailboxRoutes,
  ...mailRoutes,
  ...receivedMailRoutes,
  ...referenceRoutes,
  ...meRoutes,
  ...workerRoutes,
  ...auditRoutes,
];
