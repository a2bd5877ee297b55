/** The rooms of the site that a person finds in the head of each page. */
import { seesEverything } from '../../../app/rights';
import type { Account } from '../../../identity/account';
import { mayManageMails, mayReadMailbox } from '../../mail-rights';
import type { WebServices } from '../../services';

export type NavItem = 'overview' | 'tasks' | 'cases' | 'procedures' | 'stock' | 'references' | 'mailbox';

/** The demo's mailbox; where a real server takes the mails, what was sent, for those who may see it. */
function mailHref(services: WebServices, user: Account | null): string | null {
  if (user === null) return null;
  if (mayReadMailbox(services, user)) return '/courrier';
  return mayManageMails(user) ? '/courriels' : null;
}

export function navigation(active: NavItem | undefined, services: WebServices, user: Account | null) {
  const mails = mailHref(services, user);
  const leads = user !== null && seesEverything(user);
  const items = [
    ...(leads ? [{ id: 'overview', href: '/tableau', label: 'nav.overview' }] : []),
    { id: 'tasks', href: '/taches', label: 'nav.tasks' },
    { id: 'cases', href: '/dossiers', label: 'nav.cases' },
    { id: 'procedures', href: '/procedures', label: 'nav.procedures' },
    { id: 'stock', href: '/stock', label: 'nav.stock' },
    { id: 'references', href: '/referentiels', label: 'nav.references' },
    ...(mails === null ? [] : [{ id: 'mailbox', href: mails, label: 'nav.mailbox' }]),
  ];
  return items.map((item) => ({ ...item, current: item.id === active }));
}
