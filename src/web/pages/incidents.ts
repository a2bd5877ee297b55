/** `/incidents`: what stops cases, by cause, and having one, some or all of them go on; for managers and owners. */
import { limitOfIncident } from '../../protocol/limits';
import { Router, type NextFunction, type Request, type Response } from 'express';
import { resolveCause, resolveIncidents, type ResolvedMany } from '../../incidents/resolve-many';
import type { IncidentCauseView, IncidentOfCauseView } from '../../readmodel/views';
import { isMessageKey } from '../../text/catalogue';
import { DomainError } from '../errors';
import { mayRetry } from './case-view';
import { signedIn, text } from './kit/http';
import type { PageKit, Reader } from './kit/renderer';

const SHOWN = 50;

/** Ticked boxes: one comes as text, many as a list. */
function chosen(body: unknown): readonly string[] {
  const value =
    typeof body === 'object' && body !== null ? (body as { incident?: unknown }).incident : undefined;
  return [value].flat().filter((one): one is string => typeof one === 'string' && /^\d{1,19}$/.test(one));
}

function causeOf(reader: Reader, cause: IncidentCauseView, members: readonly IncidentOfCauseView[]) {
  const kind = limitOfIncident(cause.example) ?? cause.errorType;
  const title = `incidentType.${kind}`;
  const help = `incidentHelp.${kind}`;
  return {
    id: cause.id,
    title: reader.t(isMessageKey(title) ? title : 'incidentType.UNKNOWN'),
    help: reader.t(isMessageKey(help) ? help : 'incidentHelp.UNKNOWN'),
    procedure: cause.processName ?? cause.bpmnProcessId,
    procedureHref: `/procedures/${encodeURIComponent(cause.bpmnProcessId)}`,
    step: cause.elementName ?? reader.t('history.stepWithoutName'),
    message: cause.count === 1 ? cause.example : cause.message,
    count: reader.count('incidents.cases', cause.count),
    since: cause.oldestAt,
    retryAll: reader.count('incidents.retryAll', cause.count),
    more: cause.count > members.length ? reader.t('incidents.oldest', { n: members.length }) : null,
    members: members.map((one) => ({
      key: one.key,
      href: `/dossiers/${one.processInstanceKey}`,
      label: one.caseNumber ?? reader.t('common.unnamedCase'),
      dataHref: `/dossiers/${one.processInstanceKey}/donnees?incident=${one.key}`,
      stopped: reader.t('incidents.stopped', { date: reader.format.dateTime(one.createdAt) }),
    })),
  };
}

function outcomeOf(reader: Reader, { resolved, gone, failed, left }: ResolvedMany) {
  const told = [
    ...(resolved.length > 0 ? [reader.count('incidents.done', resolved.length)] : []),
    ...(gone.length > 0 ? [reader.count('incidents.gone', gone.length)] : []),
    ...(left > 0 ? [reader.count('incidents.left', left)] : []),
  ];
  return {
    told,
    failed:
      failed.length === 0
        ? null
        : {
            title: reader.count('incidents.failed', failed.length),
            messages: [...new Set(failed.map(({ message }) => message))],
          },
  };
}

export function incidentPages(kit: PageKit): Router {
  const router = Router();
  const { services } = kit;
  const { queries } = services;

  router.use('/incidents', (req: Request, _res: Response, next: NextFunction) => {
    if (mayRetry(signedIn(req))) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('incidents.forbidden'));
  });

  async function show(req: Request, res: Response, done?: ResolvedMany): Promise<void> {
    const reader = kit.reader(req);
    const causes = await queries.incidentCauses();
    const views = await Promise.all(
      causes.map(async (cause) => causeOf(reader, cause, await queries.incidentsOfCause(cause.id, SHOWN))),
    );
    await kit.send(req, res, 'incidents', {
      title: reader.t('incidents.title'),
      active: 'cases',
      outcome: done === undefined ? null : outcomeOf(reader, done),
      causes: views,
      empty: {
        icon: 'check',
        title: reader.t('incidents.empty.title'),
        text: reader.t('incidents.empty.text'),
      },
    });
  }

  router.get('/incidents', (req, res) => show(req, res));

  router.post('/incidents', async (req, res) => {
    const cause = text(req.body, 'cause');
    const keys = chosen(req.body);
    if (cause === '' && keys.length === 0)
      throw new DomainError('BAD_REQUEST', kit.reader(req).t('incidents.nothingChosen'));
    await show(
      req,
      res,
      cause === '' ? await resolveIncidents(services, keys) : await resolveCause(services, cause),
    );
  });

  return router;
}
