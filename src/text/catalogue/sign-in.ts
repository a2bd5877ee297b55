import { bothLanguages } from './both-languages';

export const signIn = bothLanguages({
  fr: {
    'signIn.title': 'Connexion',
    'signIn.lead': 'Identifiez-vous pour retrouver vos tâches et vos dossiers.',
    'signIn.sso': 'Se connecter avec le compte de l’administration',
    'signIn.local': 'Ou avec un compte propre à Logigramme :',
    'signIn.ssoLost':
      'La connexion a été commencée ailleurs, ou il y a trop longtemps. Recommencez-la depuis cette page.',
    'signIn.name': 'Identifiant',
    'signIn.password': 'Mot de passe',
    'signIn.submit': 'Se connecter',
    'signIn.wrong':
      'Identifiant ou mot de passe incorrect. Vérifiez la saisie (majuscules comprises), puis réessayez.',
    'signIn.missing': 'Indiquez votre identifiant et votre mot de passe.',
    'signIn.tooMany': 'Trop de tentatives. Attendez {seconds} secondes avant de réessayer.',
    'signIn.demo':
      'Démonstration : le mot de passe des comptes est affiché au premier démarrage du programme.',
    'signIn.demoAccounts':
      'Comptes : admin, proprietaire, responsable, requerant, et un par acteur : dsi, cb-bit, gs…',
  },
  en: {
    'signIn.title': 'Sign in',
    'signIn.lead': 'Sign in to find your tasks and your cases.',
    'signIn.sso': 'Sign in with the administration’s account',
    'signIn.local': 'Or with an account of Logigramme itself:',
    'signIn.ssoLost': 'This sign-in was begun elsewhere, or too long ago. Begin again from this page.',
    'signIn.name': 'Account name',
    'signIn.password': 'Password',
    'signIn.submit': 'Sign in',
    'signIn.wrong': 'Wrong account name or password. Check what you typed (capitals count), then try again.',
    'signIn.missing': 'Give your account name and your password.',
    'signIn.tooMany': 'Too many attempts. Wait {seconds} seconds before trying again.',
    'signIn.demo': 'Demonstration: the accounts’ password is printed when the program first starts.',
    'signIn.demoAccounts':
      'Accounts: admin, proprietaire, responsable, requerant, and one per actor: dsi, cb-bit, gs…',
  },
});
