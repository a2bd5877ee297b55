/** `/dossiers/:key/interventions`: what managers may do to a case beside its course, told before, and what was done. */
import { Router, type Request, type Response } from 'express';
import type { InterventionView, Standing } from '../../operations/ledger';
import { mayIntervene } from '../../operations/interventions';
import { DomainError } from '../errors';
import { parameter, signedIn, text } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

function chosen(body: unknown, name: string): readonly string[] {
  const value =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return [value].flat().filter((one): one is string => typeof one === 'string' && one !== '');
}

const nameOf = (reader: Reader, { elementName }: { elementName: string | null }): string =>
  elementName ?? reader.t('history.stepWithoutName');

function standingText(reader: Reader, standing: Standing | null): string {
  if (standing === null) return reader.t('interventions.notSeen');
  const steps = [...new Set(standing.active.map((step) => nameOf(reader, step)))].join(', ');
  const version = reader.t('common.version', { n: standing.version });
  const where = steps === '' ? reader.t(`state.${standing.state}`) : steps;
  return `${where} (${version})`;
}

function lineOf(reader: Reader, one: InterventionView, who: string) {
  return {
    title: reader.t(`interventions.kind.${one.kind}`),
    who,
    at: one.at,
    reason: one.reason,
    before: standingText(reader, one.before),
    after: standingText(reader, one.after),
  };
}

export function interventionPages(kit: PageKit): Router {
  const router = Router();
  const { services } = kit;
  const { cases, interventions, queries } = services;
  const pathOf = (key: string): string => `/dossiers/${key}/interventions`;

  function mustIntervene(req: Request): void {
    if (!mayIntervene(signedIn(req)))
      throw new DomainError('FORBIDDEN', kit.reader(req).t('interventions.forbidden'));
  }

  async function head(req: Request) {
    const key = parameter(req, 'key');
    const instance = await cases.read(signedIn(req), key);
    const label = instance.caseNumber ?? kit.reader(req).t('common.unnamedCase');
    return { key, instance, view: { active: 'cases' as const, action: pathOf(key), key, label } };
  }

  router.get('/dossiers/:key/interventions', async (req, res) => {
    const reader = kit.reader(req);
    const account = signedIn(req);
    const { key, instance, view } = await head(req);
    const [done, names] = await Promise.all([interventions.list(account, key), displayNames(services)]);
    const open = instance.state === 'ACTIVE' && mayIntervene(account);
    const [running, startable, versions] = open
      ? await Promise.all([
          interventions.running(account, key),
          interventions.startable(account, key),
          queries.resourceVersions('process', instance.bpmnProcessId),
        ])
      : [[], [], []];
    await kit.send(req, res, 'interventions', {
      ...view,
      title: reader.t('interventions.title'),
      open,
      cancelable: instance.allowed.cancel,
      running: running.map((step) => ({ key: step.key, name: nameOf(reader, step) })),
      startable: startable
        .filter(({ elementName }) => elementName !== null)
        .map((step) => ({ id: step.elementId, name: nameOf(reader, step) })),
      versions: versions
        .filter((one) => one.key !== instance.processDefinitionKey)
        .map((one) => ({ key: one.key, name: reader.t('common.version', { n: one.version }) })),
      done: [...done].reverse().map((one) => lineOf(reader, one, names(one.account) ?? one.account)),
    });
  });

  async function showPreview(req: Request, res: Response): Promise<void> {
    const reader = kit.reader(req);
    const { key, view } = await head(req);
    const request = {
      activate: chosen(req.body, 'commence'),
      terminate: chosen(req.body, 'arrete'),
    };
    const preview = await interventions.preview(signedIn(req), key, request);
    await kit.send(req, res, 'intervention-preview', {
      ...view,
      title: reader.t('interventions.preview'),
      reason: text(req.body, 'raison'),
      ends: preview.ends.map((step) => ({ key: step.key, name: nameOf(reader, step) })),
      starts: preview.starts.map((step) => ({ id: step.elementId, name: nameOf(reader, step) })),
      endsCase: preview.endsCase,
    });
  }

  router.post('/dossiers/:key/interventions/apercu', async (req, res) => {
    mustIntervene(req);
    await showPreview(req, res);
  });

  router.post('/dossiers/:key/interventions/etapes', async (req, res) => {
    mustIntervene(req);
    const key = parameter(req, 'key');
    const request = { activate: chosen(req.body, 'commence'), terminate: chosen(req.body, 'arrete') };
    await interventions.modify(signedIn(req), key, request, text(req.body, 'raison'));
    res.redirect(303, `${pathOf(key)}?info=intervened`);
  });

  router.post('/dossiers/:key/interventions/version', async (req, res) => {
    mustIntervene(req);
    const key = parameter(req, 'key');
    const target = { targetProcessDefinitionKey: text(req.body, 'version') };
    const [outcome] = await interventions.migrate(signedIn(req), [key], target, text(req.body, 'raison'));
    if (outcome?.migrated !== true)
      throw new DomainError(
        'CONFLICT',
        outcome?.reasons.join(' ') ?? kit.reader(req).t('interventions.forbidden'),
      );
    res.redirect(303, `${pathOf(key)}?info=intervened`);
  });

  router.post('/dossiers/:key/interventions/annuler', async (req, res) => {
    mustIntervene(req);
    const key = parameter(req, 'key');
    await interventions.cancel(signedIn(req), key, text(req.body, 'raison'));
    res.redirect(303, `${pathOf(key)}?info=canceled`);
  });

  return router;
}
