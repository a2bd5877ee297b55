import { bothLanguages } from './both-languages';

export const passwords = bothLanguages({
  fr: {
    'passwords.title': 'Mots de passe',
    'passwords.lead':
      'Le mot de passe par défaut d’un compte créé pour vous s’affiche une seule fois, puis il est effacé. Changez-le dès la première connexion.',
    'passwords.waiting': 'À afficher',
    'passwords.none': 'Aucun mot de passe ne vous attend.',
    'passwords.show': 'Afficher le mot de passe une seule fois',
    'passwords.shownNow': 'Mot de passe du compte',
    'passwords.shownHint':
      'Notez-le ou remettez-le maintenant : cette page ne l’affichera plus, et le programme l’a déjà effacé.',
    'passwords.until': 'À voir avant le',
    'passwords.expired': 'Expirés sans avoir été vus',
    'passwords.expiredHint':
      'Le compte existe, mais personne n’a vu son mot de passe à temps. Faites-en un autre : il remplace l’ancien et s’affiche aussitôt, une seule fois.',
    'passwords.expiredOn': 'Expiré le',
    'passwords.renew': 'Nouveau mot de passe',
    'passwords.seen': 'Déjà affichés',
    'passwords.audit': 'Qui a vu quel mot de passe',
    'passwords.unknown': 'Aucun mot de passe ne vous attend à cette adresse.',
    'passwords.column.account': 'Compte',
    'passwords.column.person': 'Pour',
    'passwords.column.case': 'Dossier',
    'passwords.column.state': 'État',
    'passwords.column.shownAt': 'Affiché le',
    'passwords.column.shownTo': 'Vu par',
    'passwords.state.PREPARED': 'En préparation',
    'passwords.state.READY': 'Pas encore vu',
    'passwords.state.SHOWN': 'Vu, effacé',
    'passwords.state.EXPIRED': 'Expiré, effacé',
  },
  en: {
    'passwords.title': 'Passwords',
    'passwords.lead':
      'The default password of an account made for you is shown once, then erased. Change it when you first sign in.',
    'passwords.waiting': 'To be shown',
    'passwords.none': 'No password waits for you.',
    'passwords.show': 'Show the password once',
    'passwords.shownNow': 'Password of the account',
    'passwords.shownHint':
      'Write it down or hand it over now: this page will not show it again, and the program has erased it already.',
    'passwords.until': 'To be seen before',
    'passwords.expired': 'Expired unseen',
    'passwords.expiredHint':
      'The account is there, but nobody saw its password in time. Make another: it replaces the old one and is shown at once, only once.',
    'passwords.expiredOn': 'Expired on',
    'passwords.renew': 'New password',
    'passwords.seen': 'Shown already',
    'passwords.audit': 'Who saw which password',
    'passwords.unknown': 'No password waits for you at this address.',
    'passwords.column.account': 'Account',
    'passwords.column.person': 'For',
    'passwords.column.case': 'Case',
    'passwords.column.state': 'State',
    'passwords.column.shownAt': 'Shown on',
    'passwords.column.shownTo': 'Seen by',
    'passwords.state.PREPARED': 'Being prepared',
    'passwords.state.READY': 'Not seen yet',
    'passwords.state.SHOWN': 'Seen, erased',
    'passwords.state.EXPIRED': 'Expired, erased',
  },
});
