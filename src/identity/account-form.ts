/** The form by which an account is kept, and what its values mean. */
import type { FormSchema } from '../forms/schema';
import { Role, type Account } from './account';
import type { AccountEntry } from './directory';

type Values = Readonly<Record<string, unknown>>;

export const NAME_FIELD = 'compte';
export const ACCOUNT_NAME = '^[a-z][a-z0-9.-]{1,59}$';

export interface AccountFormParts {
  readonly isNew: boolean;
  /** Those who may be a superior. */
  readonly others: readonly Pick<Account, 'name' | 'displayName'>[];
  readonly groups: readonly string[];
}

const roleChoices = [
  { value: Role.ADMIN, label: 'Administrateur : peut tout faire' },
  { value: Role.OWNER, label: 'Propriétaire de procédures : publie les procédures' },
  { value: Role.MANAGER, label: 'Responsable : suit tous les dossiers' },
];

export function accountForm({ isNew, others, groups }: AccountFormParts): FormSchema {
  const name = {
    type: 'textfield',
    id: 'compte_nom',
    key: NAME_FIELD,
    label: 'Compte',
    description: 'Identifiant de connexion, définitif : minuscules, chiffres, points et tirets.',
    validate: {
      required: true,
      validationType: 'custom',
      pattern: ACCOUNT_NAME,
      patternErrorMessage: 'Minuscules sans accent, chiffres, points et tirets sont attendus.',
    },
  };
  const common = [
    {
      type: 'textfield',
      id: 'compte_affichage',
      key: 'nomAffiche',
      label: 'Nom affiché',
      validate: { required: true, maxLength: 120 },
    },
    {
      type: 'textfield',
      id: 'compte_courriel',
      key: 'courriel',
      label: 'Courriel',
      validate: { validationType: 'email', maxLength: 200 },
    },
    {
      type: 'select',
      id: 'compte_superieur',
      key: 'superieur',
      label: 'Supérieur hiérarchique (N+1)',
      searchable: true,
      values: others.map((other) => ({ value: other.name, label: `${other.displayName} (${other.name})` })),
    },
    {
      type: 'taglist',
      id: 'compte_groupes',
      key: 'groupes',
      label: 'Groupes',
      description: 'Les tâches proposées à ces groupes arrivent dans la liste de cette personne.',
      values: groups.map((group) => ({ value: group, label: group })),
    },
    {
      type: 'textfield',
      id: 'compte_autre_groupe',
      key: 'nouveauGroupe',
      label: 'Autre groupe',
      description: 'Pour un groupe qui n’est pas encore dans la liste.',
      validate: {
        validationType: 'custom',
        pattern: '^$|^[a-z0-9][a-z0-9-]{0,59}$',
        patternErrorMessage: 'Minuscules sans accent, chiffres et tirets sont attendus.',
      },
    },
    { type: 'checklist', id: 'compte_roles', key: 'roles', label: 'Rôles', values: roleChoices },
  ];
  return {
    id: 'compte',
    type: 'default',
    schemaVersion: 16,
    components: isNew ? [name, ...common] : common,
  };
}

export function valuesOfAccount(account: Account): Values {
  return {
    nomAffiche: account.displayName,
    courriel: account.email,
    superieur: account.superior,
    groupes: account.groups,
    roles: account.roles.filter((role) => role !== Role.AGENT),
  };
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** `values`: as the form's validation let them through. */
export function entryOf(values: Values): AccountEntry {
  const another = textOrNull(values['nouveauGroupe']);
  const roles: readonly string[] = texts(values['roles']);
  return {
    displayName: String(values['nomAffiche']),
    email: textOrNull(values['courriel']),
    superior: textOrNull(values['superieur']),
    groups: [...texts(values['groupes']), ...(another === null ? [] : [another])],
    roles: Object.values(Role).filter((role) => roles.includes(role)),
  };
}
