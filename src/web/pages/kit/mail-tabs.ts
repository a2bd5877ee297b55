/** The two pages about mails, as tabs. */
import type { Reader } from './renderer';

export function mailTabs(reader: Reader, current: 'sent' | 'received') {
  return [
    { href: '/courriels', label: reader.t('mails.title'), current: current === 'sent' },
    { href: '/courriels-recus', label: reader.t('received.title'), current: current === 'received' },
  ];
}
