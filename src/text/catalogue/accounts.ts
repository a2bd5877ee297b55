import { bothLanguages } from './both-languages';

export const accounts = bothLanguages({
  fr: {
    'accounts.title': 'Comptes et groupes',
    'accounts.lead': 'Qui travaille dans les procédures, dans quels groupes, sous quel supérieur.',
    'accounts.forbidden': 'Seul un administrateur tient les comptes.',
    'accounts.unknown': 'Ce compte n’existe pas. Choisissez-le dans la liste.',
    'accounts.add': 'Ajouter un compte',
    'accounts.column.name': 'Nom',
    'accounts.column.email': 'Courriel',
    'accounts.column.groups': 'Groupes',
    'accounts.column.superior': 'Supérieur (N+1)',
    'accounts.column.roles': 'Rôles',
    'accounts.role.admin': 'Administrateur',
    'accounts.role.owner': 'Propriétaire',
    'accounts.role.manager': 'Responsable',
    'accounts.role.agent': 'Agent',
    'accounts.emptyGroups':
      'Des procédures confient des tâches à ces groupes, mais personne n’en est membre : leurs tâches attendraient sans fin. Ajoutez-y quelqu’un.',
    'accounts.password': 'Mot de passe',
    'accounts.passwordLead':
      'Un nouveau mot de passe est affiché une seule fois ; l’ancien cesse de valoir et la personne est déconnectée.',
    'accounts.givePassword': 'Donner un nouveau mot de passe',
    'accounts.newPassword': 'Nouveau mot de passe, à remettre à la personne (il ne sera plus affiché) :',
    'accounts.remove': 'Désactiver ce compte…',
    'accounts.deactivateTitle': 'Désactiver le compte de {name} ?',
    'accounts.deactivateLead':
      'La personne ne pourra plus se connecter. Vous pourrez rétablir son compte à tout moment.',
    'accounts.deactivateAccess': 'Ses sessions et ses jetons prennent fin tout de suite.',
    'accounts.deactivateTasks':
      'Les tâches qu’elle a prises reviennent à leur groupe ; celles qui ne sont adressées qu’à elle restent ouvertes, un administrateur peut les faire :',
    'accounts.deactivateNoTasks': 'Elle n’a aucune tâche en main.',
    'accounts.deactivateSubordinates': 'Ces personnes n’auront plus de supérieur ; donnez-leur-en un autre :',
    'accounts.deactivateName':
      'Ses dossiers et ses actions gardent son nom, et « {name} » ne sera donné à personne d’autre.',
    'accounts.deactivate': 'Désactiver le compte',
    'accounts.deactivateNot': 'Ne rien changer',
    'accounts.deactivated': 'Comptes désactivés',
    'accounts.deactivatedLead': 'Ils ne se connectent plus. Leur nom reste à leurs dossiers.',
    'accounts.reactivate': 'Rétablir',
    'accounts.notYourself':
      'Vous ne pouvez pas retirer votre propre compte. Demandez-le à un autre administrateur.',
  },
  en: {
    'accounts.title': 'Accounts and groups',
    'accounts.lead': 'Who works in the procedures, in which groups, under which superior.',
    'accounts.forbidden': 'Only an administrator keeps the accounts.',
    'accounts.unknown': 'There is no such account. Choose it in the list.',
    'accounts.add': 'Add an account',
    'accounts.column.name': 'Name',
    'accounts.column.email': 'E-mail',
    'accounts.column.groups': 'Groups',
    'accounts.column.superior': 'Superior (N+1)',
    'accounts.column.roles': 'Roles',
    'accounts.role.admin': 'Administrator',
    'accounts.role.owner': 'Owner',
    'accounts.role.manager': 'Manager',
    'accounts.role.agent': 'Agent',
    'accounts.emptyGroups':
      'Procedures give tasks to these groups, but nobody is a member: their tasks would wait for ever. Add somebody.',
    'accounts.password': 'Password',
    'accounts.passwordLead':
      'A new password is shown once; the old one ceases to work and the person is signed out.',
    'accounts.givePassword': 'Give a new password',
    'accounts.newPassword': 'New password, to be handed over (it will not be shown again):',
    'accounts.remove': 'Deactivate this account…',
    'accounts.deactivateTitle': 'Deactivate the account of {name}?',
    'accounts.deactivateLead': 'This person can no longer sign in. You can restore the account at any time.',
    'accounts.deactivateAccess': 'Their sessions and tokens end at once.',
    'accounts.deactivateTasks':
      'Tasks they had taken go back to their group; those addressed to nobody else stay open, and an administrator may do them:',
    'accounts.deactivateNoTasks': 'They hold no task.',
    'accounts.deactivateSubordinates': 'These people will have no superior; give them another one:',
    'accounts.deactivateName':
      'Their cases and actions keep their name, and “{name}” is given to nobody else.',
    'accounts.deactivate': 'Deactivate the account',
    'accounts.deactivateNot': 'Change nothing',
    'accounts.deactivated': 'Deactivated accounts',
    'accounts.deactivatedLead': 'They no longer sign in. Their name stays with their cases.',
    'accounts.reactivate': 'Restore',
    'accounts.notYourself': 'You may not remove your own account. Ask another administrator.',
  },
});
