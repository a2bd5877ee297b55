import { bothLanguages } from './both-languages';

export const connectors = bothLanguages({
  fr: {
    'connectors.title': 'Connecteurs',
    'connectors.lead': 'Les systèmes extérieurs sur lesquels les automates agissent, et un essai de chacun.',
    'connectors.automates':
      'Voir les automates : ce que le programme fait lui-même, et ce que des agents font à la main.',
    'connectors.forbidden': 'Seul un administrateur voit les connecteurs.',
    'connectors.unknown': 'Ce connecteur n’est pas configuré. Choisissez-le dans la liste.',
    'connectors.none':
      'Aucun connecteur n’est configuré. Décrivez-les dans le fichier que nomme la variable CONNECTORS_FILE, puis redémarrez.',
    'connectors.absent': 'Non configurés',
    'connectors.how':
      'À décrire sous la clé « {key} » du fichier des connecteurs. Sans lui, ses étapes se font à la main.',
    'connectors.howMailIn':
      'À décrire sous la clé « mailIn » du fichier des connecteurs. Sans lui, aucun courriel n’est reçu.',
    'connectors.howMailOut':
      'La variable SMTP_URL nomme le serveur de messagerie. Sans elle, les courriels restent dans la page « Courrier ».',
    'connectors.test': 'Tester',
    'connectors.byHand': 'À la main',
    'connectors.column.connector': 'Connecteur',
  },
  en: {
    'connectors.title': 'Connectors',
    'connectors.lead': 'The outside systems that workers act on, and a test of each.',
    'connectors.automates': 'See the workers: what the program does itself, and what people do by hand.',
    'connectors.forbidden': 'Only an administrator sees the connectors.',
    'connectors.unknown': 'This connector is not configured. Choose one from the list.',
    'connectors.none':
      'No connector is configured. Describe them in the file that the variable CONNECTORS_FILE names, then restart.',
    'connectors.absent': 'Not configured',
    'connectors.how':
      'To be described under the key “{key}” of the connectors file. Without it people do its steps by hand.',
    'connectors.howMailIn':
      'To be described under the key “mailIn” of the connectors file. Without it no mail is received.',
    'connectors.howMailOut':
      'The variable SMTP_URL names the mail server. Without it mails stay in the page “Mail”.',
    'connectors.test': 'Test',
    'connectors.byHand': 'By hand',
    'connectors.column.connector': 'Connector',
  },
});
