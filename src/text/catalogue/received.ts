import { bothLanguages } from './both-languages';

export const received = bothLanguages({
  fr: {
    'received.title': 'Courriels reçus',
    'received.lead':
      'Ce qui est arrivé au programme et ce qu’il en a fait. Seul le texte des courriels est montré.',
    'received.tabs': 'Courriels envoyés et reçus',
    'received.forbidden': 'Seuls les administrateurs et les responsables voient les courriels reçus.',
    'received.column.sender': 'Expéditeur',
    'received.state.RECEIVED': 'En cours',
    'received.state.ACCEPTED': 'Accepté',
    'received.state.ANSWERED': 'À compléter',
    'received.state.REFUSED': 'Refusé',
    'received.state.IGNORED': 'Ignoré',
    'received.empty.title': 'Aucun courriel',
    'received.empty.text': 'Aucun courriel reçu ne correspond.',
    'received.disabled.title': 'Aucun courriel reçu',
    'received.disabled.text':
      'Le programme ne reçoit pas de courriels : nommez une boîte ou une adresse d’écoute dans le fichier des connecteurs (mailIn).',
    'received.back': 'Tous les courriels reçus',
    'received.size': 'Taille',
    'received.answered': 'Répondu le',
    'received.noText': '(sans texte)',
  },
  en: {
    'received.title': 'Received mails',
    'received.lead': 'What came in and what the program made of it. Only the text of mails is shown.',
    'received.tabs': 'Sent and received mails',
    'received.forbidden': 'Only administrators and managers see received mails.',
    'received.column.sender': 'Sender',
    'received.state.RECEIVED': 'In work',
    'received.state.ACCEPTED': 'Accepted',
    'received.state.ANSWERED': 'To be completed',
    'received.state.REFUSED': 'Refused',
    'received.state.IGNORED': 'Ignored',
    'received.empty.title': 'No mail',
    'received.empty.text': 'No received mail matches.',
    'received.disabled.title': 'No received mail',
    'received.disabled.text':
      'The program receives no mails: name a mailbox or an address to listen at in the connectors file (mailIn).',
    'received.back': 'All received mails',
    'received.size': 'Size',
    'received.answered': 'Answered on',
    'received.noText': '(no text)',
  },
});
