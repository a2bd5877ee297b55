/** The engine's English findings (Zeebe's own words, which conformance keeps) as people read them. */

type Sentence = readonly [pattern: RegExp, french: string];

/** `$1`… are the pattern's groups. The first that fits is taken. */
const sentences: readonly Sentence[] = [
  [
    /^A compensation event subprocess is not allowed/,
    'Un sous-processus de compensation ne peut pas être posé au niveau de la procédure.',
  ],
  [
    /^A compensation handler should have no (boundary events|incoming sequence flows|outgoing sequence flows)/,
    'L’étape de compensation ne peut avoir ni flèche ni évènement attaché.',
  ],
  [
    /^A message cannot be referred by more than one start event/,
    'Un même message ne peut pas démarrer la procédure à deux endroits.',
  ],
  [
    /^An escalation boundary event should only be attached/,
    'Une escalade ne s’attache qu’à un sous-processus ou à un appel de procédure.',
  ],
  [
    /^Boundary events must be one of/,
    'Un évènement attaché est une minuterie, un message, une erreur, un signal ou une escalade.',
  ],
  [/^Conditional sequence flows are only supported/, 'Seules les flèches d’un choix portent une condition.'],
  [/^Default flow must start at gateway/, 'La flèche par défaut doit partir du choix.'],
  [
    /^Element must not have more than one execution listeners/,
    'Les écouteurs de cette étape sont déclarés deux fois.',
  ],
  [/^End events must be one of/, 'Cette sorte de fin n’est pas prise en charge.'],
  [/^End events must not have outgoing/, 'Aucune flèche ne part d’une fin.'],
  [/^ErrorCode must be present/, 'Le code de l’erreur manque.'],
  [/^EscalationCode must be present/, 'Le code de l’escalade manque.'],
  [
    /^Event definition must be one of/,
    'Cet évènement doit être un message, une minuterie, un signal ou un lien.',
  ],
  [/^Event definition of this type is not supported/, 'Cette sorte d’évènement n’est pas prise en charge.'],
  [/^Intermediate timer catch event must have/, 'L’attente doit avoir une durée ou une date.'],
  [/^Interrupting timer event with time cycle/, 'Une minuterie qui interrompt ne peut pas se répéter.'],
  [/^Link name must be present/, 'Le nom du lien manque.'],
  [/^Multiple none start events/, 'La procédure a plusieurs débuts ordinaires : il n’en faut qu’un.'],
  [
    /^Must be exactly one type of timer/,
    'Une minuterie a soit une durée, soit une date, soit une répétition.',
  ],
  [/^Must have exactly one zeebe:subscription/, 'La clé de corrélation du message manque.'],
  [/^Name must be present/, 'Le nom manque.'],
  [
    /^Start events in event subprocesses/,
    'Le début de ce sous-processus doit être un évènement : message, minuterie, erreur, signal ou escalade.',
  ],
  [
    /^Start events in subprocesses must be of type none/,
    'Le début d’un sous-processus est un début ordinaire.',
  ],
  [
    /^Target elements of an event gateway/,
    'Une attente qui suit un choix d’évènements ne reçoit aucune autre flèche.',
  ],
  [/^The (errorCode|escalationCode) of the/, 'Le code attendu ne peut pas être une expression.'],
  [/^A compensation .* waitForCompletion/, 'Une compensation attend toujours la fin de ce qu’elle défait.'],
  [/^Attribute '([^']*)' must be present/, 'Il manque « $1 ».'],
  [/^Attribute 'key' contains '([^']*)'/, 'L’en-tête « $1 » est réservé au moteur.'],
  [
    /^Can't find an catch link event for the throw link event with the name '([^']*)'/,
    'Le lien « $1 » ne mène nulle part.',
  ],
  [/^Elements of type '([^']*)' are currently not supported/, 'Les éléments « $1 » ne sont pas exécutés.'],
  [
    /^Exactly one of the attributes 'formId/,
    'Choisissez un formulaire, par son identifiant ou par sa clé, mais pas les deux.',
  ],
  [/^Execution listeners are not supported for/, 'Cette sorte d’élément n’a pas d’écouteur.'],
  [
    /^Expected constant expression/,
    'Un nom fixe est attendu ici : l’expression ne peut pas lire de variable.',
  ],
  [
    /^Expected expression but found static value '([^']*)'/,
    'Une expression est attendue (elle commence par « = »), mais « $1 » est un texte.',
  ],
  [
    /^Expected path expression '([^']*)' but is one of the reserved/,
    '« $1 » est un mot réservé : choisissez un autre nom de variable.',
  ],
  [/^Expected path expression '([^']*)'/, '« $1 » n’est pas un nom de variable.'],
  [/^Expected static value to .* but found '([^']*)'/, 'La valeur « $1 » ne convient pas ici.'],
  [/^Found '(\d+)' duplicates/, 'Le même écouteur est déclaré $1 fois.'],
  [/^Headers contain duplicate entries for key '([^']*)'/, 'L’en-tête « $1 » est donné deux fois.'],
  [
    /^Invalid timer/,
    'La durée, la date ou la répétition de la minuterie ne se lit pas (exemples : PT2H, P3D, R/P1D).',
  ],
  [/^Multiple (error|escalation) catch events/, 'Le même code est attendu deux fois au même endroit.'],
  [
    /^Multiple .* event definitions with the same name '([^']*)'/,
    '« $1 » est attendu deux fois au même endroit.',
  ],
  [/^Multiple intermediate catch link/, 'Deux arrivées de lien portent le même nom.'],
  [/^Must have either one 'zeebe:/, 'Choisissez un automate, ou une décision ou un calcul, mais un seul.'],
  [/^Must have exactly one/, 'Il manque ce que l’étape doit faire : choisissez un automate.'],
  [/^Priority must be a number/, 'La priorité est un nombre de 0 à 100.'],
  [
    /^Processes are not allowed to contain a straight-through processing loop: (.*)/,
    'Ces étapes se suivent en boucle sans jamais attendre : $1.',
  ],
  [/^The referenced compensation activity/, 'L’étape à défaire n’existe pas ou n’a pas de compensation.'],
  [
    /^The same scope can not contain more than one/,
    'Deux évènements attendent ici sans code : un seul suffit.',
  ],
  [/^Must have at least one start event/i, 'Il manque un début.'],
  [
    /^Must have a condition or be default flow/i,
    'Cette flèche doit avoir une condition, ou être celle par défaut.',
  ],
  [/^There are multiple occurrences of ID value '([^']*)'/, 'L’identifiant « $1 » est donné deux fois.'],
  [
    /^There is no ID\/IDREF binding for IDREF '([^']*)'/,
    'L’élément « $1 », auquel le dessin se réfère, n’existe pas.',
  ],
  [/^failed to parse expression '?([\s\S]*?)'?:/, 'L’expression « $1 » ne se lit pas.'],
  [/^Expected (?:an? )?(?:BPMN )?XML/, 'ce n’est pas un fichier XML lisible'],
  [/Unexpected (?:token|end)|JSON/, 'ce n’est pas du JSON lisible'],
];

/** An unknown finding is told as the engine's, so that nobody takes it for a sentence of ours. */
export function inFrench(message: string): string {
  for (const [pattern, french] of sentences) {
    const match = pattern.exec(message);
    if (match !== null) return french.replace(/\$(\d)/g, (_, index: string) => match[Number(index)] ?? '');
  }
  return `Le moteur ne l’accepte pas (dans ses mots : « ${message.split('\n')[0]?.slice(0, 200) ?? ''} »).`;
}
