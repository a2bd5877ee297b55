/** The directory of people and workstations, by LDAP. */
import type { Knex } from 'knex';
import type { Connector, ReadVariable } from '../../../kit/connector';
import { NameBook } from '../name-book';
import { checkDirectory } from './check';
import { createMachines, type Machines } from './machines';
import { createPeople, type People } from './people';
import type { DirectorySettings } from './settings';

export interface AccountDirectory extends Connector {
  /** Null: the settings say nothing of accounts. */
  readonly people: People | null;
  /** Null: the settings say nothing of workstations. */
  readonly machines: Machines | null;
}

export interface DirectoryParts {
  readonly settings: DirectorySettings;
  readonly read: ReadVariable;
  readonly knex: Knex;
  readonly clock: () => Date;
}

const accountJobs = ['create-directory-account', 'change-directory-account', 'disable-directory-account'];
const machineJobs = ['name-workstation', 'join-workstation', 'move-workstation'];

export function createAccountDirectory({ settings, read, knex, clock }: DirectoryParts): AccountDirectory {
  const access = { settings, read };
  const names = new NameBook(knex, clock);
  const { accounts, workstations } = settings;
  return {
    name: 'directory',
    jobTypes: [
      ...(accounts === undefined ? [] : accountJobs),
      ...(workstations === undefined ? [] : machineJobs),
    ],
    people: accounts === undefined ? null : createPeople(access, accounts, names),
    machines: workstations === undefined ? null : createMachines(access, workstations, names),
    check: () => checkDirectory(access),
  };
}
