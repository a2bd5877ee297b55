/**
 * The texts that procedures are drawn from, by the name of the file that holds the lines taken. `label` precedes
 * quotations; `legend`, absent for the guide itself, is shown on the diagram and in the description.
 */
export const origins = {
  guide: { label: 'Guide', text: 'le texte du guide' },
  cid: {
    label: 'Fiche CID',
    text: 'la fiche CID',
    legend:
      'Circuit tiré de la fiche thématique « Le Centre Informatique Douanier » (CID), pas du guide de procédures de la DSI',
  },
  unsa: {
    label: 'Compte rendu UNSA',
    text: 'le compte rendu UNSA',
    legend:
      'Circuit tiré du compte rendu UNSA « informatique et nomadisme » (2020), pas du guide de procédures de la DSI',
  },
  sii: {
    label: 'Rapport SII 2018',
    text: 'le rapport SII',
    legend: 'Circuit tiré du rapport d’activité 2018 du SII, pas du guide de procédures de la DSI',
  },
};
