import { lintDiagram } from '../../../bpmn';
import type { Rule } from '../context';
import type { Severity } from '../problem';

/** French sentences by the rule's name; what the engine's own reader or our rules say already is left out. */
const sentences: Readonly<Record<string, readonly [text: string, why: string]>> = {
  'ad-hoc-sub-process': ['Ce sous-processus libre est mal formé.', 'Il ne contient ni début ni fin.'],
  'end-event-required': ['Il manque une fin.', 'On doit voir où la procédure se termine.'],
  'event-based-gateway': [
    'Un choix d’évènements mène à des attentes seulement.',
    'Reliez-le à des messages ou à des minuteries.',
  ],
  'label-required': ['Cet élément n’a pas de nom.', 'Le logigramme doit se lire sans l’ouvrir.'],
  'link-event': ['Ce lien n’a pas sa contrepartie.', 'Un départ et une arrivée portent le même nom.'],
  'no-bpmndi': ['Cet élément n’est pas dessiné.', 'Personne ne le verrait.'],
  'no-complex-gateway': ['Le choix complexe n’est pas exécuté.', 'Utilisez un choix simple ou multiple.'],
  'no-disconnected': ['Cet élément n’est relié à rien.', 'Le dossier ne passerait jamais par là.'],
  'no-duplicate-sequence-flows': [
    'Deux flèches relient les mêmes éléments.',
    'L’étape serait faite deux fois.',
  ],
  'no-gateway-join-fork': ['Cet élément réunit et sépare à la fois.', 'Utilisez deux éléments.'],
  'no-implicit-end': ['Le chemin s’arrête ici sans fin.', 'Ajoutez une fin.'],
  'no-implicit-split': [
    'Plusieurs flèches partent de cette étape sans condition.',
    'Elles seraient suivies toutes : ajoutez un choix ou un branchement.',
  ],
  'no-implicit-start': ['Rien ne mène à cette étape.', 'Reliez-la, ou donnez-lui un début.'],
  'no-overlapping-elements': [
    'Cet élément en recouvre un autre.',
    'Écartez-les pour que les deux se lisent.',
  ],
  'single-blank-start-event': ['Il y a plusieurs débuts ordinaires.', 'Il n’en faut qu’un.'],
  'single-event-definition': ['Cet évènement en contient plusieurs.', 'Un évènement n’attend qu’une chose.'],
  'start-event-required': ['Il manque un début.', 'On doit voir où la procédure commence.'],
  'sub-process-blank-start-event': [
    'Le début d’un sous-processus est un début ordinaire.',
    'Changez-en la sorte.',
  ],
  'superfluous-gateway': [
    'Cet élément ne choisit rien.',
    'Une seule flèche y entre et une seule en sort : il peut disparaître.',
  ],
  'superfluous-termination': ['Une fin ordinaire suffit ici.', 'Rien d’autre n’est en cours.'],
  'camunda-compat/implementation': [
    'Il manque ce que cette étape doit faire.',
    'Choisissez un automate, une décision ou un calcul.',
  ],
  'camunda-compat/called-element': [
    'Il manque la procédure à appeler.',
    'Choisissez-la dans les propriétés.',
  ],
  'camunda-compat/duplicate-task-headers': ['Un en-tête est donné deux fois.', 'Gardez-en un.'],
  'camunda-compat/element-type': [
    'Cette sorte d’élément n’est pas exécutée.',
    'Remplacez-la par une étape ou un évènement de la palette.',
  ],
  'camunda-compat/error-reference': ['Il manque l’erreur attendue.', 'Choisissez-la dans les propriétés.'],
  'camunda-compat/escalation-reference': [
    'Il manque l’escalade attendue.',
    'Choisissez-la dans les propriétés.',
  ],
  'camunda-compat/message-reference': ['Il manque le message attendu.', 'Choisissez-le dans les propriétés.'],
  'camunda-compat/signal-reference': ['Il manque le signal attendu.', 'Choisissez-le dans les propriétés.'],
  'camunda-compat/loop-characteristics': [
    'La répétition n’est pas complète.',
    'Donnez la liste à parcourir.',
  ],
  'camunda-compat/subscription': [
    'Il manque la clé de corrélation du message.',
    'Elle dit à quel dossier le message appartient.',
  ],
  'camunda-compat/timer': [
    'La minuterie n’est pas complète.',
    'Donnez une durée, une date ou une répétition.',
  ],
  'camunda-compat/user-task-form': [
    'Le formulaire de cette tâche n’est pas complet.',
    'Choisissez-le dans les propriétés.',
  ],
  'camunda-compat/start-event-form': [
    'Le formulaire de départ n’est pas complet.',
    'Choisissez-le dans les propriétés.',
  ],
  'camunda-compat/sequence-flow-condition': [
    'Il manque la condition de cette flèche.',
    'Donnez-la, ou faites-en la flèche par défaut.',
  ],
  'camunda-compat/variable-name': [
    'Ce nom de variable ne convient pas.',
    'Des lettres, des chiffres et « _ », sans espace.',
  ],
};

/** bpmnlint's recommended rules and Camunda's for Zeebe 8.6. */
export const rule: Rule = {
  name: 'lint',
  severity: 'WARNING',
  async check({ diagrams }) {
    const found = await Promise.all(
      diagrams.map(async ({ file, xml }) =>
        (await lintDiagram(xml)).flatMap(({ rule: name, elementId, isError }) => {
          const sentence = sentences[name];
          if (sentence === undefined) return [];
          const severity: Severity = isError && name.startsWith('camunda-compat/') ? 'ERROR' : 'WARNING';
          const [text, why] = sentence;
          return [{ file, elementId, text, why, severity }];
        }),
      ),
    );
    return found.flat();
  },
};
