/** `/comptes`: accounts, their groups and superiors, for administrators. */
import { Router, type NextFunction, type Request, type Response } from 'express';
import { validateForm } from '../../forms';
import { accountForm, entryOf, NAME_FIELD, valuesOfAccount } from '../../identity/account-form';
import { hasRole, Role, type Account } from '../../identity/account';
import { DomainError } from '../errors';
import { answerIsland, parameter, signedIn, submittedVariables, text } from './kit/http';
import { displayNames } from './kit/people';
import type { PageKit } from './kit/renderer';

export function accountPages(kit: PageKit): Router {
  const router = Router();
  const { identity, directory, queries } = kit.services;

  router.use('/comptes', (req: Request, _res: Response, next: NextFunction) => {
    if (hasRole(signedIn(req), Role.ADMIN)) next();
    else throw new DomainError('FORBIDDEN', kit.reader(req).t('accounts.forbidden'));
  });

  async function known(req: Request): Promise<Account> {
    const account = await identity.account(parameter(req, 'name'));
    if (account !== null) return account;
    throw new DomainError('NOT_FOUND', kit.reader(req).t('accounts.unknown'));
  }

  /** Groups that deployed procedures give tasks to. */
  async function groupsOfProcedures(): Promise<ReadonlySet<string>> {
    const processes = await queries.processes();
    const facts = await Promise.all(processes.map(({ key }) => queries.processFacts(key)));
    return new Set(facts.flatMap(({ assignedGroups }) => assignedGroups));
  }

  async function formFor(account: Account | null) {
    const [accounts, used] = await Promise.all([identity.accounts(), groupsOfProcedures()]);
    const groups = [...new Set([...used, ...accounts.flatMap((one) => one.groups)])].sort();
    const others = accounts.filter(({ name }) => name !== account?.name);
    return accountForm({ isNew: account === null, others, groups });
  }

  async function submitted(req: Request, account: Account | null) {
    const result = validateForm(await formFor(account), submittedVariables(req), {});
    if (result.ok) return result.values;
    throw new DomainError('FORM_INVALID', kit.reader(req).t('common.formInvalid'), { errors: result.errors });
  }

  router.get('/comptes', async (req, res) => {
    const reader = kit.reader(req);
    const [accounts, deactivated, used, nameOf] = await Promise.all([
      identity.accounts(),
      identity.deactivated(),
      groupsOfProcedures(),
      displayNames(kit.services),
    ]);
    const members = (group: string) => accounts.filter(({ groups }) => groups.includes(group));
    await kit.send(req, res, 'accounts', {
      title: reader.t('accounts.title'),
      active: 'references',
      accounts: accounts.map((account) => ({
        ...account,
        superior: nameOf(account.superior) ?? reader.t('common.none'),
        groups: account.groups.join(', ') || reader.t('common.none'),
        roles: account.roles.map((role) => reader.t(`accounts.role.${role}`)).join(', '),
      })),
      deactivated,
      groupsWithoutMembers: [...used]
        .filter((group) => members(group).length === 0)
        .sort()
        .join(', '),
    });
  });

  router.get('/comptes/nouveau', async (req, res) => {
    const reader = kit.reader(req);
    await kit.send(req, res, 'account', {
      title: reader.t('accounts.add'),
      active: 'references',
      hasForm: true,
      mode: 'edit',
      submitLabel: reader.t('references.save'),
      islands: ['form'],
      styles: ['form'],
      data: {
        schema: await formFor(null),
        variables: {},
        readOnly: false,
        action: '/comptes/nouveau',
        draftKey: `${signedIn(req).name}:compte`,
      },
    });
  });

  router.post('/comptes/nouveau', async (req, res) => {
    await answerIsland(kit, req, res, async () => {
      const values = await submitted(req, null);
      const created = await directory.create(String(values[NAME_FIELD]), entryOf(values));
      return { next: `/comptes/${created.name}?info=saved` };
    });
  });

  async function sendAccount(req: Request, res: Response, account: Account, newPassword: string | null) {
    const reader = kit.reader(req);
    await kit.send(req, res, 'account', {
      title: account.displayName,
      active: 'references',
      account,
      newPassword,
      hasForm: true,
      mode: 'edit',
      submitLabel: reader.t('references.save'),
      islands: ['form'],
      styles: ['form'],
      data: {
        schema: await formFor(account),
        variables: valuesOfAccount(account),
        readOnly: false,
        action: `/comptes/${account.name}`,
        draftKey: `${signedIn(req).name}:compte:${account.name}`,
      },
    });
  }

  router.get('/comptes/:name', async (req, res) => {
    await sendAccount(req, res, await known(req), null);
  });

  router.post('/comptes/:name', async (req, res) => {
    await answerIsland(kit, req, res, async () => {
      const account = await known(req);
      await directory.change(account.name, entryOf(await submitted(req, account)));
      return { next: '/comptes?info=saved' };
    });
  });

  /** Shown once, on this very answer: it is neither stored nor sent anywhere. */
  router.post('/comptes/:name/mot-de-passe', async (req, res) => {
    const account = await known(req);
    const password = await directory.givePassword(account.name);
    res.setHeader('Cache-Control', 'no-store');
    await sendAccount(req, res, account, password);
  });

  /** What an account leaves behind, before it is taken away: nothing happens yet. */
  router.get('/comptes/:name/retirer', async (req, res) => {
    const reader = kit.reader(req);
    const account = await known(req);
    const held = await kit.services.tasks.list(signedIn(req), {
      state: 'CREATED',
      assignee: account.name,
      limit: 100,
    });
    const accounts = await identity.accounts();
    await kit.send(req, res, 'account-deactivation', {
      title: reader.t('accounts.deactivateTitle', { name: account.displayName }),
      active: 'references',
      account,
      held: held.items.map((task) => ({
        name: task.name,
        href: `/taches/${task.key}`,
        case: task.caseNumber ?? task.processName,
      })),
      moreHeld: held.nextCursor !== null,
      subordinates: accounts
        .filter(({ superior }) => superior === account.name)
        .map(({ displayName }) => displayName)
        .join(', '),
    });
  });

  router.post('/comptes/:name/retirer', async (req, res) => {
    const account = await known(req);
    if (account.name === signedIn(req).name) {
      throw new DomainError('CONFLICT', kit.reader(req).t('accounts.notYourself'));
    }
    if (text(req.body, 'confirme') !== 'oui') {
      res.redirect(303, `/comptes/${account.name}/retirer`);
      return;
    }
    await directory.deactivate(account.name, signedIn(req).name);
    res.redirect(303, '/comptes?info=deactivated');
  });

  router.post('/comptes/:name/retablir', async (req, res) => {
    const name = parameter(req, 'name');
    await directory.reactivate(name);
    res.redirect(303, `/comptes/${name}?info=reactivated`);
  });

  return router;
}
