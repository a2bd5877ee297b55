/** Who may start a procedure, as its pages show it. */
import type { Request } from 'express';
import { mayStart } from '../../app/rights';
import type { Account } from '../../identity/account';
import type { ProcessView } from '../../readmodel/views';
import { groupsLabel } from './case-history';
import { signedIn } from './kit/http';
import { displayNames, type NameOf } from './kit/people';
import type { PageKit, Reader } from './kit/renderer';

export interface Viewer {
  readonly account: Account;
  readonly nameOf: NameOf;
}

export async function viewerOf(kit: PageKit, req: Request): Promise<Viewer> {
  return { account: signedIn(req), nameOf: await displayNames(kit.services) };
}

/** Whether the button is there, and for whom it is where not for anyone. */
export function startersView(reader: Reader, { account, nameOf }: Viewer, process: ProcessView) {
  const { startable, startGroups } = process;
  const groups = groupsLabel(nameOf, startGroups);
  return {
    mayStart: startable && mayStart(account, process),
    reservedTo: startGroups.length === 0 ? null : reader.t('procedures.reservedTo', { groups }),
  };
}
