/** The demo accounts: four roles, and one account per actor of the guide, named as its candidate group. */
import type { Role } from './account';

export interface DemoAccount {
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
}

const people: readonly DemoAccount[] = [
  { name: 'admin', displayName: 'Administrateur', roles: ['admin'], groups: [] },
  { name: 'proprietaire', displayName: 'Propriétaire des procédures', roles: ['owner'], groups: [] },
  { name: 'responsable', displayName: 'Responsable du suivi', roles: ['manager'], groups: [] },
  { name: 'requerant', displayName: 'Requérant', roles: ['agent'], groups: [] },
];

/** Candidate group → the actor's title, from the acronyms of the guide. */
const actors: Readonly<Record<string, string>> = {
  dsi: 'Directeur des Systèmes d’Information',
  dgd: 'Directeur Général des Douanes',
  sdp: 'Sous-directeur de la production',
  sdps: 'Sous-directeur de la Production et du Support',
  sdis: 'Sous-directeur des Infrastructures et Systèmes',
  sded: 'Sous-directeur des Études et du Développement',
  sdep: 'Sous-directeur des Études et du Développement (SDEP)',
  rssi: 'Responsable Sécurité du Système d’Information',
  'cb-bit': 'Chef de Bureau Infrastructure et Télécommunication',
  'cb-bas': 'Chef de Bureau Administration Système',
  'cb-bpda': 'Chef de Bureau Projets et Développement des Applications',
  'cb-brt': 'Chef de Bureau Recette et Tarif',
  'cb-bma': 'Chef de Bureau Maintenance des Applications',
  'cb-be': 'Chef de Bureau Exploitation',
  'cb-bd': 'Chef de Bureau des Données',
  'cb-bs': 'Chef de Bureau Support',
  baf: 'Bureau Assistance et Formation',
  gs: 'Gestionnaire du Stock',
  'cs-brt': 'Chef de Section du Bureau Recette et Tarif',
  'cs-reseau': 'Chef de Section Réseau',
  'cs-maintenance': 'Chef de Section Maintenance',
  csgr: 'Chef de Section Gestion du Réseau',
  cbgc: 'Chef de Bureau Gestion du Centre',
  csdc: 'Chef de Section Data Center',
  csda: 'Chef de Section Développement des Applications',
  csa: 'Chef de Section Assistance',
  cssd: 'Chef de Section Système Décisionnel',
  cssa: 'Chef de Section Suivi des Applications',
  csss: 'CSSS',
  cssum: 'CSSUM',
  rds: 'RDS',
  'service-integration': 'Service d’intégration du Bureau Exploitation',
  sgmp: 'Section Gestion des Mises en Production',
  sa: 'Section Assistance',
  hotline: 'Hotline de la DSI',
  'agent-bit': 'Agent du Bureau Infrastructure et Télécommunication',
  'agent-bas': 'Agent du Bureau Administration Système',
  'agent-dsi': 'Agent de la DSI',
  'agent-ssa': 'Agent de la SSA',
  'n-plus-1': 'Supérieur hiérarchique immédiat',
  technicien: 'Technicien',
  dba: 'Administrateur de Base de Données',
  cp: 'Comité Projet',
  ep: 'Équipe Projet',
  pf: 'Point focal du service demandeur',
};

/** The same, of the circuits that come from other documents. */
const othersActors: Readonly<Record<string, string>> = {
  sau: 'Service d’assistance aux utilisateurs (niveau 1)',
  'assistance-niveau-2': 'Assistance, niveau 2',
  'assistance-niveau-3': 'Assistance, niveau 3',
  'bureau-metier': 'Bureau métier',
  'pole-transverse': 'Pôle transverse',
  cab: 'Comité consultatif des changements',
  'chef-service': 'Chef de service',
  'service-achats': 'Service des achats',
  'admin-mobile': 'Administrateur Mobile Iron',
  'echelle-locale': 'Échelle locale',
  'echelle-interregionale': 'Échelle interrégionale',
  'echelle-nationale': 'Échelle nationale',
  'protection-donnees': 'Protection des données',
  'responsable-qualite': 'Responsable qualité',
  'auditeur-interne': 'Auditeur interne',
  'pilotes-processus': 'Pilotes de processus',
};

function actorAccount(group: string): DemoAccount {
  return {
    name: group,
    displayName: actors[group] ?? othersActors[group] ?? group.toUpperCase(),
    roles: ['agent'],
    groups: [group],
  };
}

/** All demo accounts; `groups` adds the candidate groups of the deployed procedures the list does not know. */
export function demoAccounts(groups: readonly string[] = []): readonly DemoAccount[] {
  const names = [...new Set([...Object.keys(actors), ...Object.keys(othersActors), ...groups])];
  const taken = new Set(people.map((person) => person.name));
  return [...people, ...names.filter((name) => !taken.has(name)).map(actorAccount)];
}
