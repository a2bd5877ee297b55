/** `/procedures`: the list, one procedure with its diagram, and its start form. */
import { seesEverything } from '../../app/rights';
import { Router, type Request } from 'express';
import { checkStarter } from '../../cases/may-start';
import { hasRole, Role } from '../../identity/account';
import type { ProcessDetailView, ProcessView } from '../../readmodel/views';
import { Idempotency } from '../idempotency';
import { DomainError } from '../errors';
import { findingLine } from './deploy';
import { answerIsland, parameter, signedIn, submittedVariables, text } from './kit/http';
import { paragraphs } from '../../words/labels';
import type { PageKit, Reader } from './kit/renderer';
import { ownData } from './kit/own-data';
import { shownForm } from './kit/shown-form';
import { startersView, viewerOf, type Viewer } from './starters';
import { displayNames } from './kit/people';
import { waitingFor, waitingView } from './shipped';
import { mayAuthor } from './studio';

export function procedurePages(kit: PageKit): Router {
  const router = Router();
  const { queries, cases, knex, now } = kit.services;
  const idempotency = new Idempotency(knex, now);

  async function known(bpmnProcessId: string): Promise<ProcessDetailView> {
    const process = await queries.process(bpmnProcessId);
    if (process !== null) return process;
    throw new DomainError(
      'NOT_FOUND',
      `La procédure « ${bpmnProcessId} » n’est pas déployée. Choisissez-la dans la liste.`,
    );
  }

  const named = (reader: Reader, viewer: Viewer) => (process: ProcessView) => ({
    ...process,
    startLabel: reader.t('procedures.startNamed', { name: process.name }),
    ...startersView(reader, viewer, process),
  });
  const groupsOf = (reader: Reader, viewer: Viewer, processes: readonly ProcessView[]) => {
    const circuits = processes.filter(({ letter }) => letter === null);
    return [
      { title: reader.t('procedures.ofGuide'), processes: processes.filter(({ letter }) => letter !== null) },
      { title: reader.t('procedures.ofOthers'), processes: circuits.filter(({ startable }) => startable) },
      { title: reader.t('procedures.shared'), processes: circuits.filter(({ startable }) => !startable) },
    ]
      .filter((group) => group.processes.length > 0)
      .map(({ title, processes }) => ({ title, processes: processes.map(named(reader, viewer)) }));
  };

  /** « A, B »: procedures whose shipped version waits; null when none does. */
  async function waitingNames(req: Request, processes: readonly ProcessView[]): Promise<string | null> {
    const ids = new Set((await waitingFor(kit, req)).flatMap(({ bpmnProcessIds }) => bpmnProcessIds));
    const names = processes.filter(({ bpmnProcessId }) => ids.has(bpmnProcessId)).map(({ name }) => name);
    return names.length === 0 ? null : names.join(', ');
  }

  /** What owners see of a procedure's life beside its diagram. */
  async function authored(reader: Reader, { bpmnProcessId }: ProcessDetailView) {
    const { studio } = kit.services;
    const [publications, versions, needsApproval, names] = await Promise.all([
      studio.publications(bpmnProcessId),
      queries.resourceVersions('process', bpmnProcessId),
      studio.needsApproval(bpmnProcessId),
      displayNames(kit.services),
    ]);
    return {
      mayAuthor: true,
      needsApproval,
      publications: publications.map((one) => ({
        ...one,
        author: names(one.author) ?? one.author,
        approved: reader.t('studio.approvedBy', { name: names(one.approvedBy) ?? one.approvedBy ?? '' }),
      })),
      versions: versions.map(({ key, version, deployedAt }) => ({ key, version, deployedAt })),
    };
  }

  router.get('/procedures', async (req, res) => {
    const reader = kit.reader(req);
    const processes = await queries.processes();
    await kit.send(req, res, 'procedures', {
      title: reader.t('procedures.title'),
      active: 'procedures',
      mayDeploy: hasRole(signedIn(req), Role.ADMIN, Role.OWNER),
      groups: groupsOf(reader, await viewerOf(kit, req), processes),
      waiting: await waitingNames(req, processes),
      empty: {
        icon: 'procedures',
        title: reader.t('procedures.empty.title'),
        text: reader.t('procedures.empty.text'),
      },
    });
  });

  router.post('/procedures/:id/suspendre', async (req, res) => {
    const id = parameter(req, 'id');
    await kit.services.suspensions.suspend(signedIn(req), id, text(req.body, 'raison'));
    res.redirect(303, `/procedures/${id}?info=suspended`);
  });

  router.post('/procedures/:id/reprendre', async (req, res) => {
    const id = parameter(req, 'id');
    await kit.services.suspensions.resume(signedIn(req), id);
    res.redirect(303, `/procedures/${id}?info=resumed`);
  });

  router.get('/procedures/:id', async (req, res) => {
    const reader = kit.reader(req);
    const process = await known(parameter(req, 'id'));
    const waiting = (await waitingFor(kit, req)).filter(({ bpmnProcessIds }) =>
      bpmnProcessIds.includes(process.bpmnProcessId),
    );
    const findings = hasRole(signedIn(req), Role.ADMIN, Role.OWNER)
      ? await kit.services.deployer.findingsOf(process)
      : [];
    await kit.send(req, res, 'procedure', {
      title: process.name,
      maySeeMap: seesEverything(signedIn(req)),
      active: 'procedures',
      process: { ...process, ...startersView(reader, await viewerOf(kit, req), process) },
      xmlHref: `/procedures/versions/${process.key}.bpmn`,
      diagramLabel: `${reader.t('procedures.diagram')} : ${process.name}`,
      paragraphs: paragraphs(process.documentation),
      findings: findings.map(findingLine),
      waiting: waiting.map((one) => waitingView(reader, one)),
      ...(mayAuthor(req) ? await authored(reader, process) : {}),
      islands: ['diagram'],
      styles: ['diagram'],
    });
  });

  /** One deployed version's BPMN: never changes, so browsers keep it. */
  router.get('/procedures/versions/:file', async (req, res) => {
    const key = parameter(req, 'file').replace(/\.bpmn$/, '');
    const xml = await queries.processXml(key);
    if (xml === null) throw new DomainError('NOT_FOUND', 'Cette version de la procédure n’existe pas.');
    res.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    res.type('application/xml').send(xml);
  });

  router.get('/procedures/:id/demarrer', async (req, res) => {
    const reader = kit.reader(req);
    const process = await known(parameter(req, 'id'));
    if (!process.startable) throw new DomainError('NOT_STARTABLE', reader.t('procedures.notStartable'));
    checkStarter(signedIn(req), process);
    await kit.send(req, res, 'start', {
      title: reader.t('start.title', { name: process.name }),
      active: 'procedures',
      process,
      hasForm: process.startForm !== null,
      noFormText: reader.t('start.noForm'),
      mode: 'edit',
      submitLabel: reader.t('start.submit'),
      islands: ['form'],
      styles: process.startForm === null ? [] : ['form'],
      data: {
        schema: shownForm(process.startForm),
        variables: ownData(process.startForm, signedIn(req)),
        readOnly: false,
        action: `/procedures/${process.bpmnProcessId}/demarrer`,
        draftKey: `${signedIn(req).name}:demarrer:${process.bpmnProcessId}`,
      },
    });
  });

  router.post('/procedures/:id/demarrer', async (req, res) => {
    await answerIsland(kit, req, res, () => start(req));
  });

  /** The island names each intention by a key: sent twice, it starts one case. */
  async function start(req: Request): Promise<{ next: string }> {
    const account = signedIn(req);
    const bpmnProcessId = parameter(req, 'id');
    const variables = submittedVariables(req);
    const work = async (origin?: string) => {
      const started = await cases.start(account, bpmnProcessId, variables, origin);
      return { status: 200, body: { next: `/dossiers/${started.processInstanceKey}?info=started` } };
    };
    const key = req.get('idempotency-key');
    if (key === undefined) return (await work()).body;
    const call = { account: account.name, key: key.slice(0, 100), request: req.path };
    return (await idempotency.once(call, work)).body as { next: string };
  }

  return router;
}
