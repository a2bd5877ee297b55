import { bothLanguages } from './both-languages';

export const mailbox = bothLanguages({
  fr: {
    'mailbox.forbidden':
      'La boîte intégrée contient les courriels de tous : elle n’est ouverte à chacun qu’en démonstration. Demandez à un administrateur.',
    'mailbox.title': 'Courrier',
    'mailbox.lead':
      'Les courriels que le programme a envoyés. Boîte de démonstration : rien ne quitte cette machine.',
    'mailbox.disabled.title': 'Pas de boîte de démonstration',
    'mailbox.disabled.text':
      'Les courriels partent par le serveur de messagerie de votre administration : cherchez-les dans votre boîte habituelle.',
    'mailbox.empty.title': 'Aucun courriel',
    'mailbox.empty.text': 'Les courriels envoyés par les procédures apparaîtront ici.',
    'mailbox.from': 'De',
    'mailbox.to': 'À',
    'mailbox.date': 'Reçu le',
    'mailbox.noSubject': '(sans objet)',
    'mailbox.frame': 'Contenu du courriel',
    'mailbox.text': 'Version texte',
    'mailbox.back': 'Tout le courrier',
    'mailbox.unknown': 'Ce courriel n’existe pas, ou plus.',
  },
  en: {
    'mailbox.forbidden':
      'The built-in mailbox holds everyone’s mails: it is open to all in a demonstration only. Ask an administrator.',
    'mailbox.title': 'Mail',
    'mailbox.lead': 'The mails that the program sent. A demonstration mailbox: nothing leaves this machine.',
    'mailbox.disabled.title': 'No demonstration mailbox',
    'mailbox.disabled.text':
      'Mails leave by your administration’s mail server: look for them in your usual mailbox.',
    'mailbox.empty.title': 'No mail',
    'mailbox.empty.text': 'Mails sent by procedures will appear here.',
    'mailbox.from': 'From',
    'mailbox.to': 'To',
    'mailbox.date': 'Received on',
    'mailbox.noSubject': '(no subject)',
    'mailbox.frame': 'The mail’s content',
    'mailbox.text': 'Text version',
    'mailbox.back': 'All mail',
    'mailbox.unknown': 'This mail does not exist, or no longer.',
  },
});
