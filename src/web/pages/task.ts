/** `/taches/:key`: one task, its form, and taking, giving back and completing it. */
import type { FormSchema } from '../../forms/schema';
import { Router, type Request } from 'express';
import { FormSchemaError, initialData } from '../../forms';
import type { Account } from '../../identity/account';
import type { InstanceView } from '../../readmodel/views';
import type { TaskForAccount } from '../../tasks/tasks';
import { documentLinks, documentsOfCase, uploadForm } from './kit/documents';
import { answerIsland, parameter, signedIn, submittedVariables, text } from './kit/http';
import { formsOfCase, isForPeople, paragraphs, variableDescriber, type Fact } from '../../words/labels';
import { displayNames, type NameOf } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';
import { shownForm } from './kit/shown-form';

export function taskPages(kit: PageKit): Router {
  const router = Router();
  const { tasks, queries } = kit.services;
  const pathOf = (req: Request) => `/taches/${parameter(req, 'key')}`;

  router.get('/taches/:key', async (req, res) => {
    const account = signedIn(req);
    const reader = kit.reader(req);
    const task = await tasks.read(account, parameter(req, 'key'));
    const [instance, process, others, nameOf, files] = await Promise.all([
      queries.instance(task.processInstanceKey),
      queries.process(task.bpmnProcessId),
      queries.tasks({ processInstanceKey: task.processInstanceKey, limit: 200 }),
      displayNames(kit.services),
      documentsOfCase(kit.services, account, task.processInstanceKey),
    ]);
    const forms = await formsOfCase(
      kit.services,
      process?.startForm ?? null,
      others.items,
      task.processInstanceKey,
    );
    const [assignees, comments, actions] = await Promise.all([
      tasks.assignees(account, task.key),
      tasks.comments(account, task.key),
      tasks.actions(account, task.key),
    ]);
    const signatures = await kit.services.signatures.of(files.map((file) => file.firstVersion));
    const mode = task.allowed.complete ? 'edit' : 'read';
    await kit.send(req, res, 'task', {
      title: task.name,
      active: 'tasks',
      task,
      caseLabel: task.caseNumber ?? reader.t('common.unnamedCase'),
      guideParagraphs: paragraphs(task.documentation),
      banner: bannerOf(reader, task, nameOf, account.name),
      facts: factsOf({
        reader,
        task,
        instance,
        nameOf,
        forms,
        contracts: kit.services.contractForms,
        account,
      }),
      documents: documentLinks({ reader, nameOf, signatures }, files),
      hasDocuments: files.length > 0 || task.state === 'CREATED',
      upload:
        task.state === 'CREATED'
          ? uploadForm(
              { reader, services: kit.services },
              {
                processInstanceKey: task.processInstanceKey,
                taskKey: task.key,
                files,
              },
            )
          : null,
      assignees: task.state === 'CREATED' ? assignees.filter(({ name }) => name !== task.assignee) : [],
      comments: comments.map((one) => ({ ...one, who: nameOf(one.account) })),
      trail: actions.map((one) => ({
        ...one,
        what: reader.t(`task.action.${one.action}`, {
          who: nameOf(one.account) ?? one.account,
          target: nameOf(one.target) ?? '',
        }),
      })),
      byHand: task.state === 'CREATED' && task.byHand,
      showForm: task.state === 'CREATED' && (task.form !== null || mode === 'edit'),
      hasForm: task.form !== null,
      noFormText: reader.t('task.noForm'),
      mode,
      submitLabel: mode === 'edit' ? reader.t('task.complete') : null,
      islands: task.state === 'CREATED' ? ['form'] : [],
      styles: task.state === 'CREATED' && task.form !== null ? ['form'] : [],
      data: {
        schema: shownForm(task.form),
        variables: shownVariables(task, kit.services.environment.TZ),
        readOnly: mode === 'read',
        action: `${pathOf(req)}/terminer`,
        draftKey: `${account.name}:tache:${task.key}`,
      },
    });
  });

  router.post('/taches/:key/prendre', async (req, res) => {
    await tasks.claim(signedIn(req), parameter(req, 'key'));
    res.redirect(303, `${pathOf(req)}?info=claimed`);
  });

  router.post('/taches/:key/rendre', async (req, res) => {
    await tasks.unclaim(signedIn(req), parameter(req, 'key'), text(req.body, 'mot') || undefined);
    res.redirect(303, '/taches?vue=groupe&info=unclaimed');
  });

  router.post('/taches/:key/confier', async (req, res) => {
    await tasks.assign(signedIn(req), parameter(req, 'key'), text(req.body, 'personne'));
    res.redirect(303, `${pathOf(req)}?info=assigned`);
  });

  router.post('/taches/:key/relancer', async (req, res) => {
    await tasks.remind(signedIn(req), parameter(req, 'key'));
    res.redirect(303, `${pathOf(req)}?info=reminded`);
  });

  router.post('/taches/:key/commenter', async (req, res) => {
    await tasks.comment(signedIn(req), parameter(req, 'key'), text(req.body, 'commentaire'));
    res.redirect(303, `${pathOf(req)}?info=commented`);
  });

  router.post('/taches/:key/terminer', async (req, res) => {
    await answerIsland(kit, req, res, async () => {
      await tasks.complete(signedIn(req), parameter(req, 'key'), submittedVariables(req));
      return { next: '/taches?info=completed' };
    });
  });

  return router;
}

/** What the form uses of the case, and no more, goes to the browser. */
function shownVariables(task: TaskForAccount, timeZone: string): Readonly<Record<string, unknown>> {
  if (task.form === null) return {};
  try {
    return initialData(task.form, task.variables, timeZone);
  } catch (error) {
    // The island says that such a form cannot be shown.
    if (error instanceof FormSchemaError) return {};
    throw error;
  }
}

function bannerOf(reader: Reader, task: TaskForAccount, nameOf: NameOf, accountName: string): string | null {
  const ended = task.endedAt === null ? '' : reader.format.dateTime(task.endedAt);
  if (task.state === 'CANCELED') return reader.t('task.canceled', { date: ended });
  if (task.state === 'COMPLETED') {
    const name = nameOf(task.completedBy);
    return name === null
      ? reader.t('task.doneUnknown', { date: ended })
      : reader.t('task.done', { date: ended, name });
  }
  if (task.allowed.complete || task.allowed.claim) return null;
  const holder = task.assignee === accountName ? null : nameOf(task.assignee);
  return holder === null ? reader.t('task.notYours') : reader.t('task.readOnly', { name: holder });
}

/** Why the task is the reader's, while it is theirs to do. */
function whyMine(reader: Reader, task: TaskForAccount, nameOf: NameOf, account: Account): Fact[] {
  if (!task.allowed.complete) return [];
  const groups = task.candidateGroups.filter((group) => account.groups.includes(group));
  const reason = (): string => {
    if (task.assignee === account.name) {
      return task.assignedBy === null
        ? reader.t('task.why.taken')
        : reader.t('task.why.assigned', { name: nameOf(task.assignedBy) ?? task.assignedBy });
    }
    if (groups.length > 0) {
      return reader.t('task.why.group', { groups: groups.map((group) => nameOf(group) ?? group).join(', ') });
    }
    return reader.t(task.candidateUsers.includes(account.name) ? 'task.why.named' : 'task.why.admin');
  };
  return [{ label: reader.t('task.why'), value: reason() }];
}

interface FactsRequest {
  readonly reader: Reader;
  readonly task: TaskForAccount;
  readonly instance: InstanceView | null;
  readonly nameOf: NameOf;
  readonly forms: readonly (FormSchema | null)[];
  readonly contracts: readonly FormSchema[];
  readonly account: Account;
}

function factsOf({ reader, task, instance, nameOf, forms, contracts, account }: FactsRequest): Fact[] {
  const describe = variableDescriber(reader, forms, contracts);
  const { format } = reader;
  const holder = task.assignee === account.name ? reader.t('task.you') : nameOf(task.assignee);
  // What the form shows or asks is not said twice.
  const shownByForm = task.state === 'CREATED' ? JSON.stringify(task.form ?? {}) : '';
  const variables = Object.entries(task.variables).filter(
    ([name, value]) => isForPeople(name) && value !== null && !shownByForm.includes(name),
  );
  return [
    { label: reader.t('task.case'), value: task.caseNumber ?? reader.t('common.none') },
    ...(instance === null
      ? []
      : [{ label: reader.t('task.startedAt'), value: format.dateTime(instance.startedAt) }]),
    { label: reader.t('task.received'), value: format.dateTime(task.createdAt) },
    ...(task.dueDate === null ? [] : [{ label: reader.t('task.due'), value: format.dateTime(task.dueDate) }]),
    {
      label: reader.t('task.requester'),
      value: nameOf(instance?.initiator ?? null) ?? reader.t('common.none'),
    },
    ...(task.state === 'CREATED'
      ? [{ label: reader.t('task.assignee'), value: holder ?? reader.t('task.nobody') }]
      : []),
    ...whyMine(reader, task, nameOf, account),
    ...variables.map(([name, value]) => describe(name, value)),
  ];
}
