/** `/automates`: each worker, whether it lives, what waits for it, its contract and its steps; for administrators. */
import { Router, type NextFunction, type Request, type Response } from 'express';
import type { AutomateView } from '../../workers/overview/automates';
import { fieldsOf, type JsonSchema } from '../../workers/contracts/described';
import { hasRole, Role } from '../../identity/account';
import { DomainError } from '../errors';
import { signedIn } from './kit/http';
import type { PageKit, Reader } from './kit/renderer';

export function automatePages(kit: PageKit): Router {
  const router = Router();

  router.use('/automates', (req: Request, _res: Response, next: NextFunction) => {
    if (hasRole(signedIn(req), Role.ADMIN)) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('automates.forbidden'));
  });

  router.get('/automates', async (req, res) => {
    const reader = kit.reader(req);
    const views = await kit.services.automates.list();
    await kit.send(req, res, 'automates', {
      title: reader.t('automates.title'),
      active: 'references',
      missing: views
        .filter((view) => view.missing)
        .map(({ jobType, waiting, contract }) =>
          reader.t(contract === null ? 'automates.missingElsewhere' : 'automates.missing', {
            type: jobType,
            count: waiting,
          }),
        ),
      automates: views.map((view) => viewOf(reader, view)),
    });
  });

  return router;
}

function viewOf(reader: Reader, view: AutomateView) {
  const { t } = reader;
  const { contract, processes, uses } = view;
  return {
    jobType: view.jobType,
    description: contract?.description ?? t('automates.unknownType'),
    state: stateOf(reader, view),
    waiting: view.waiting,
    processes: processes.map((one) => ({
      where: t('automates.process', { host: one.host, pid: one.pid }),
      seen: t(one.seenSecondsAgo < 1 ? 'automates.seenNow' : 'automates.seen', {
        age: ageOf(one.seenSecondsAgo),
      }),
      work: t('automates.work', { inHand: one.inHand, done: one.done, failed: one.failed }),
    })),
    details: contract !== null && {
      inputs: fieldTexts(reader, contract.input),
      outputs: fieldTexts(reader, contract.output),
      errors: contract.errors,
      timeLimit: ageOf(contract.timeLimitSeconds),
      connector:
        view.connector ??
        (contract.connector === null ? t('automates.noConnector') : t('automates.notConfigured')),
    },
    uses: uses.map(({ procedure, step }) => ({
      procedure: procedure.letter === null ? procedure.name : `${procedure.letter}. ${procedure.name}`,
      step,
    })),
  };
}

function stateOf({ t }: Reader, { byHand, missing, processes }: AutomateView) {
  if (byHand) return { text: t('connectors.byHand'), style: 'waiting' };
  if (processes.some(({ alive }) => alive)) return { text: t('automates.alive'), style: 'COMPLETED' };
  return { text: t('automates.absent'), style: missing ? 'incident' : 'CANCELED' };
}

/** « 3 s », « 5 min », « 14 j » */
function ageOf(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} j`;
}

function fieldTexts({ t }: Reader, schema: JsonSchema) {
  return fieldsOf(schema).map(({ name, title, kinds, choices, required }) => ({
    name,
    title,
    kind: kinds.map((kind) => t(`automates.kind.${kind}`)).join(` ${t('automates.or')} `),
    choices: choices.join(', '),
    optional: !required,
  }));
}
