/** Who acts. Groups are candidate groups of the procedures (actor slugs such as `dsi`). */
export const Role = {
  /** May do everything, any task included. */
  ADMIN: 'admin',
  /** Process owner (« propriétaire ») : deploys and edits procedures. */
  OWNER: 'owner',
  /** Manager (« responsable ») : reads every case, cancels. */
  MANAGER: 'manager',
  AGENT: 'agent',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

export interface Account {
  readonly name: string;
  /** French, for people: « Directeur des Systèmes d’Information ». */
  readonly displayName: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  /** Account of the immediate superior (« N+1 »). */
  readonly superior: string | null;
}

export function hasRole(account: Pick<Account, 'roles'>, ...roles: readonly Role[]): boolean {
  return roles.some((role) => account.roles.includes(role));
}
