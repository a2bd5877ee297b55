/** Procedure B: déploiement du matériel informatique. Together the cases take every flow and boundary event. */
import type { ExpectedDocument, Scenario, Step, Variables } from './scenario';

export const bpmnProcessId = 'deploiement-materiel-informatique';

const requester = {
  requerant: 'Aminata Koné',
  courrielRequerant: 'aminata.kone@douanes.example.ci',
  service: 'Bureau des douanes d’Abidjan-Port',
};

function request(article: string, quantite: number, motif: string): Variables {
  return { ...requester, article, quantite, motif };
}

const forward: Step = { task: 'B2_transmettre_au_cb', by: 'dsi', data: { instructionsDsi: 'Pour analyse.' } };
const accept: Step = {
  task: 'B3_analyser_demande',
  by: 'cb-bit',
  data: { resultatEnquete: 'Aucun équipement de ce type au poste.', demandeJustifiee: true },
};
const handOver: Step = { task: 'B5_dossier_transmettre', by: 'cb-bit', data: {} };
const configuration = {
  numeroSerie: 'SN-48151623',
  numeroInventaire: 'INV-2026-0042',
  configuration: 'Système à jour, poste joint au domaine.',
};
const configure: Step = { task: 'B6_configurer_materiel', by: 'cb-bit', data: configuration };
const report = {
  lieuInstallation: 'Abidjan-Port, bureau 12',
  dateInstallation: '2026-11-23',
  utilisateur: 'Aminata Koné',
  observations: 'Prise réseau vérifiée.',
};
const write: Step = { task: 'B7_rediger_pv', by: 'cb-bit', data: report };
const sign: Step = { task: 'B7_signature', by: 'dsi', data: { pvSigne: true } };
const deploy: Step = {
  task: 'B8_deployer',
  by: 'cb-bit',
  data: { dateDeploiement: '2026-11-24', deploiementConforme: true },
};
const receive: Step = {
  task: 'B9_receptionner_pv',
  by: 'cb-bit',
  data: { viseePar: 'Aminata Koné', dateVisa: '2026-11-24' },
};

const opening = ['B1_demande_recue', 'B2_transmettre_au_cb', 'B3_analyser_demande', 'B3_decision'];
const check = ['B5_verifier_disponibilite', 'B5_decision'];
const found = [...opening, 'B5_dossier_transmettre', ...check];
const outOfStock = ['B5_reserver_stock', 'B6_configurer_materiel', 'B6_sortie_stock'];
const writing = ['B7_rediger_pv', 'B7_etablir_pv', 'B7_signature', 'B7_decision'];
const closing = ['B8_deployer', 'B9_receptionner_pv', 'B10_archiver_pv', 'B_fin'];

const pv: ExpectedDocument = {
  template: 'pv-installation',
  says: ['Aminata Koné', 'SN-48151623', 'INV-2026-0042', 'Abidjan-Port, bureau 12'],
};
const deployed = {
  ...configuration,
  ...report,
  demandeJustifiee: true,
  stockDisponible: true,
  pvSigne: true,
  deploiementConforme: true,
  viseePar: 'Aminata Koné',
  dateVisa: '2026-11-24',
};

export const scenarios: readonly Scenario[] = [
  {
    name: 'demande non justifiée : rejet notifié au requérant',
    stock: [{ article: 'ordinateur-portable', quantity: 10 }],
    start: request('ordinateur-portable', 1, 'Poste devenu lent.'),
    steps: [
      forward,
      {
        task: 'B3_analyser_demande',
        by: 'cb-bit',
        data: {
          resultatEnquete: 'Un portable a été remis en mars.',
          demandeJustifiee: false,
          motifRejet: 'Le requérant dispose déjà d’un ordinateur portable.',
        },
      },
    ],
    expected: {
      path: [...opening, 'B4_notifier_rejet', 'B_fin_rejet'],
      mails: [
        {
          to: requester.courrielRequerant,
          template: 'rejet-demande',
          says: ['Aminata Koné', 'Le requérant dispose déjà d’un ordinateur portable.'],
        },
      ],
      documents: [],
      variables: {
        demandeJustifiee: false,
        motifRejet: 'Le requérant dispose déjà d’un ordinateur portable.',
      },
      archived: false,
      stock: [{ article: 'ordinateur-portable', quantity: 10 }],
    },
  },
  {
    name: 'matériel en stock : déployé, PV archivé',
    stock: [{ article: 'ordinateur-portable', quantity: 10 }],
    start: request('ordinateur-portable', 2, 'Deux agents affectés au service.'),
    steps: [forward, accept, handOver, configure, write, sign, deploy, receive],
    expected: {
      path: [...found, ...outOfStock, ...writing, ...closing],
      mails: [],
      documents: [pv],
      variables: { ...deployed, quantiteDisponible: 10 },
      archived: true,
      stock: [{ article: 'ordinateur-portable', quantity: 8 }],
    },
  },
  {
    name: 'matériel absent, puis entré en stock : déployé',
    stock: [{ article: 'ecran', quantity: 0 }],
    start: request('ecran', 1, 'Écran en panne.'),
    steps: [
      forward,
      accept,
      handOver,
      { waitingAt: 'B5_attente', stockEntry: { article: 'ecran', quantity: 3 } },
      configure,
      write,
      sign,
      deploy,
      receive,
    ],
    expected: {
      path: [...found, 'B5_attente', ...check, ...outOfStock, ...writing, ...closing],
      mails: [],
      documents: [pv],
      variables: { ...deployed, quantiteDisponible: 3 },
      archived: true,
      stock: [{ article: 'ecran', quantity: 2 }],
    },
  },
  {
    name: 'demande retirée pendant l’attente',
    stock: [{ article: 'commutateur', quantity: 0 }],
    start: request('commutateur', 1, 'Extension du réseau.'),
    steps: [forward, accept, handOver, { withdrawAt: 'B5_attente' }],
    expected: {
      path: [...found, 'B5_attente', 'B5_attente_retrait', 'B_fin_retrait'],
      mails: [],
      documents: [],
      variables: { demandeJustifiee: true, stockDisponible: false, quantiteDisponible: 0 },
      archived: false,
      stock: [{ article: 'commutateur', quantity: 0 }],
    },
  },
  {
    name: 'PV refusé par le DSI, corrigé, signé : déployé',
    stock: [{ article: 'imprimante', quantity: 3 }],
    start: request('imprimante', 1, 'Aucune imprimante au guichet.'),
    steps: [
      forward,
      accept,
      handOver,
      configure,
      { task: 'B7_rediger_pv', by: 'cb-bit', data: { ...report, lieuInstallation: 'Abidjan-Port' } },
      {
        task: 'B7_signature',
        by: 'dsi',
        data: { pvSigne: false, motifRefusSignature: 'Précisez le bureau.' },
      },
      write,
      sign,
      deploy,
      receive,
    ],
    expected: {
      path: [...found, ...outOfStock, ...writing, ...writing, ...closing],
      mails: [],
      documents: [{ ...pv, says: ['Aminata Koné', 'SN-48151623', 'Abidjan-Port'] }, pv],
      variables: { ...deployed, motifRefusSignature: 'Précisez le bureau.' },
      archived: true,
      stock: [{ article: 'imprimante', quantity: 2 }],
    },
  },
  {
    name: 'matériel pris par un autre dossier entre vérification et réservation, puis réapprovisionné : déployé',
    stock: [{ article: 'routeur', quantity: 2 }],
    start: request('routeur', 2, 'Ouverture d’un bureau.'),
    steps: [
      forward,
      accept,
      { beforeJobOf: 'B5_reserver_stock', stockExit: { article: 'routeur', quantity: 1 } },
      handOver,
      { waitingAt: 'B5_attente', stockEntry: { article: 'routeur', quantity: 4 } },
      configure,
      write,
      sign,
      deploy,
      receive,
    ],
    expected: {
      path: [
        ...found,
        'B5_reserver_stock',
        'B5_stock_insuffisant',
        'B5_attente',
        ...check,
        ...outOfStock,
        ...writing,
        ...closing,
      ],
      mails: [],
      documents: [pv],
      variables: { ...deployed, quantiteDisponible: 5 },
      archived: true,
      stock: [{ article: 'routeur', quantity: 3 }],
    },
  },
];
