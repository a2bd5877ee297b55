import { bothLanguages } from './both-languages';

export const incidents = bothLanguages({
  fr: {
    'incidents.title': 'Incidents',
    'incidents.tile': 'Ce qui arrête des dossiers, par cause, et comment les faire repartir.',
    'incidents.lead':
      'Ce qui arrête des dossiers en ce moment, par cause. Corrigez la cause, puis faites repartir les dossiers ensemble.',
    'incidents.forbidden': 'Seul un responsable voit les incidents et fait repartir les dossiers.',
    'incidents.step': 'Étape',
    'incidents.procedure': 'Procédure',
    'incidents.since': 'Depuis le',
    'incidents.cases.one': '1 dossier arrêté',
    'incidents.cases.other': '{n} dossiers arrêtés',
    'incidents.todo': 'Que faire',
    'incidents.choose': 'Choisir des dossiers',
    'incidents.oldest': 'Les {n} plus anciens sont montrés.',
    'incidents.stopped': 'arrêté le {date}',
    'incidents.retryAll.one': 'Réessayer',
    'incidents.retryAll.other': 'Réessayer les {n}',
    'incidents.retryChosen': 'Réessayer la sélection',
    'incidents.open': 'Ouvrir',
    'incidents.data': 'Corriger les données',
    'incidents.nothingChosen': 'Aucun dossier n’est choisi. Cochez-en au moins un.',
    'incidents.done.one': 'Un dossier est reparti. S’il s’arrête encore, il revient ici.',
    'incidents.done.other': '{n} dossiers sont repartis. Ceux qui s’arrêtent encore reviennent ici.',
    'incidents.gone.one': 'Un incident était déjà résolu.',
    'incidents.gone.other': '{n} incidents étaient déjà résolus.',
    'incidents.left.one': 'Il en reste un de la même cause : réessayez encore.',
    'incidents.left.other': 'Il en reste {n} de la même cause : réessayez encore.',
    'incidents.failed.one': 'Un dossier n’a pas pu repartir :',
    'incidents.failed.other': '{n} dossiers n’ont pas pu repartir :',
    'incidents.empty.title': 'Aucun incident',
    'incidents.empty.text': 'Aucun dossier n’est arrêté : toutes les étapes avancent.',
    'incidentType.JOB_NO_RETRIES': 'Un traitement automatique a échoué',
    'incidentType.IO_MAPPING_ERROR': 'Une donnée manque ou ne convient pas',
    'incidentType.EXTRACT_VALUE_ERROR': 'Une expression ne peut pas être calculée',
    'incidentType.CONDITION_ERROR': 'Aucun chemin ne convient à la décision',
    'incidentType.UNHANDLED_ERROR_EVENT': 'Une erreur n’est prévue par aucune étape',
    'incidentType.CALLED_ELEMENT_ERROR': 'La procédure appelée est introuvable',
    'incidentType.CALLED_DECISION_ERROR': 'La décision appelée est introuvable',
    'incidentType.DECISION_EVALUATION_ERROR': 'La décision ne peut pas être évaluée',
    'incidentType.FORM_NOT_FOUND': 'Le formulaire est introuvable',
    'incidentType.MESSAGE_SIZE_EXCEEDED': 'Les données du dossier sont trop volumineuses',
    'incidentType.EXECUTION_LISTENER_NO_RETRIES':
      'Un traitement automatique de début ou de fin d’étape a échoué',
    'incidentType.RESOURCE_NOT_FOUND': 'Un fichier de la procédure est introuvable',
    'incidentType.TASK_LISTENER_NO_RETRIES': 'Un traitement automatique lié à une tâche a échoué',
    'incidentHelp.JOB_NO_RETRIES':
      'Le traitement a été tenté plusieurs fois sans succès. Corrigez ce que dit le message, puis réessayez.',
    'incidentHelp.EXECUTION_LISTENER_NO_RETRIES':
      'Le traitement attaché au début ou à la fin de l’étape a été tenté plusieurs fois sans succès. Corrigez ce que dit le message, puis réessayez.',
    'incidentHelp.TASK_LISTENER_NO_RETRIES':
      'Le traitement attaché à la tâche a été tenté plusieurs fois sans succès. Corrigez ce que dit le message, puis réessayez.',
    'incidentHelp.IO_MAPPING_ERROR':
      'L’étape reprend ou transmet une donnée qui manque ou qui n’a pas la bonne forme. Corrigez les données du dossier, puis réessayez.',
    'incidentHelp.EXTRACT_VALUE_ERROR':
      'Une expression du logigramme donne un résultat d’un autre genre que celui attendu, souvent parce qu’une donnée manque. Corrigez les données du dossier, ou la procédure, puis réessayez.',
    'incidentHelp.CONDITION_ERROR':
      'Aucune condition n’est vraie et aucun chemin n’est prévu par défaut. Corrigez la donnée dont la décision dépend, puis réessayez.',
    'incidentHelp.UNHANDLED_ERROR_EVENT':
      'L’étape a signalé une erreur que le logigramme ne prévoit pas. Corrigez la cause, puis réessayez l’étape ; ou faites ajouter ce cas au logigramme.',
    'incidentHelp.CALLED_ELEMENT_ERROR':
      'La procédure appelée n’est pas déployée, ou ne se démarre pas ainsi. Déployez-la ou corrigez la donnée qui la nomme, puis réessayez.',
    'incidentHelp.CALLED_DECISION_ERROR':
      'La table de décision appelée n’est pas déployée. Déployez-la ou corrigez la donnée qui la nomme, puis réessayez.',
    'incidentHelp.DECISION_EVALUATION_ERROR':
      'La table de décision ne peut pas être calculée avec ces données. Corrigez les données du dossier ou la table, puis réessayez.',
    'incidentHelp.FORM_NOT_FOUND':
      'Le formulaire de la tâche n’est pas déployé. Déployez-le, puis réessayez.',
    'incidentHelp.MESSAGE_SIZE_EXCEEDED':
      'Les données dépassent ce que le moteur prend en une fois. Réduisez la donnée la plus longue, puis réessayez.',
    'incidentHelp.RESOURCE_NOT_FOUND': 'Déployez le fichier que nomme le message, puis réessayez.',
    'incidentType.maxProcessDepth': 'La procédure s’appelle elle-même trop de fois',
    'incidentHelp.maxProcessDepth':
      'Les procédures s’appellent les unes les autres plus profondément que la borne. Si ce n’est pas voulu, annulez le dossier le plus haut et corrigez la procédure ; sinon l’exploitant peut relever MAX_PROCESS_DEPTH.',
    'incidentType.maxSteps': 'Le dossier tourne sans jamais attendre',
    'incidentHelp.maxSteps':
      'Trop d’étapes se sont suivies sans attendre personne, sans doute une boucle sans fin. Annulez le dossier et corrigez la procédure ; si c’est voulu, réessayez pour autant d’étapes, ou l’exploitant relève MAX_STEPS.',
    'incidentType.maxLoopItems': 'La liste à traiter est trop longue',
    'incidentHelp.maxLoopItems':
      'L’étape se répète pour chaque ligne d’une liste, qui en a plus que la borne. Corrigez la liste, puis réessayez ; ou l’exploitant relève MAX_LOOP_ITEMS.',
    'incidentHelp.UNKNOWN': 'Corrigez la cause, puis réessayez : le dossier reprend à cette étape.',
    'incident.engineText': 'Message du moteur',
    'incidentType.UNKNOWN': 'Incident',
  },
  en: {
    'incidents.title': 'Incidents',
    'incidents.tile': 'What stops cases, by cause, and how to have them go on.',
    'incidents.lead': 'What stops cases now, by cause. Correct the cause, then retry the cases together.',
    'incidents.forbidden': 'Only a manager sees incidents and retries cases.',
    'incidents.step': 'Step',
    'incidents.procedure': 'Procedure',
    'incidents.since': 'Since',
    'incidents.cases.one': '1 case stopped',
    'incidents.cases.other': '{n} cases stopped',
    'incidents.todo': 'What to do',
    'incidents.choose': 'Choose cases',
    'incidents.oldest': 'The {n} oldest are shown.',
    'incidents.stopped': 'stopped on {date}',
    'incidents.retryAll.one': 'Retry',
    'incidents.retryAll.other': 'Retry all {n}',
    'incidents.retryChosen': 'Retry the chosen ones',
    'incidents.open': 'Open',
    'incidents.data': 'Correct the data',
    'incidents.nothingChosen': 'No case is chosen. Tick at least one.',
    'incidents.done.one': 'One case goes on. If it stops again, it comes back here.',
    'incidents.done.other': '{n} cases go on. Those that stop again come back here.',
    'incidents.gone.one': 'One incident was resolved already.',
    'incidents.gone.other': '{n} incidents were resolved already.',
    'incidents.left.one': 'One of the same cause is left: retry again.',
    'incidents.left.other': '{n} of the same cause are left: retry again.',
    'incidents.failed.one': 'One case could not go on:',
    'incidents.failed.other': '{n} cases could not go on:',
    'incidents.empty.title': 'No incident',
    'incidents.empty.text': 'No case is stopped: all steps go on.',
    'incidentType.maxProcessDepth': 'The procedure calls itself too many times',
    'incidentHelp.maxProcessDepth':
      'Procedures call one another deeper than the bound. If this was not intended, cancel the topmost case and correct the procedure; else the operator may raise MAX_PROCESS_DEPTH.',
    'incidentType.maxSteps': 'The case goes on without ever waiting',
    'incidentHelp.maxSteps':
      'Too many steps followed one another without waiting for anybody, probably a loop without end. Cancel the case and correct the procedure; if it was intended, retry for as many steps, or the operator raises MAX_STEPS.',
    'incidentType.maxLoopItems': 'The list to work through is too long',
    'incidentHelp.maxLoopItems':
      'The step repeats for each line of a list that has more than the bound. Correct the list, then retry; or the operator raises MAX_LOOP_ITEMS.',
    'incidentType.JOB_NO_RETRIES': 'An automatic job failed',
    'incidentType.IO_MAPPING_ERROR': 'A value is missing or does not fit',
    'incidentType.EXTRACT_VALUE_ERROR': 'An expression cannot be computed',
    'incidentType.CONDITION_ERROR': 'No path fits the decision',
    'incidentType.UNHANDLED_ERROR_EVENT': 'No step handles an error',
    'incidentType.CALLED_ELEMENT_ERROR': 'The called procedure was not found',
    'incidentType.CALLED_DECISION_ERROR': 'The called decision was not found',
    'incidentType.DECISION_EVALUATION_ERROR': 'The decision cannot be evaluated',
    'incidentType.FORM_NOT_FOUND': 'The form was not found',
    'incidentType.MESSAGE_SIZE_EXCEEDED': 'The case’s data are too large',
    'incidentType.EXECUTION_LISTENER_NO_RETRIES': 'Automatic work at the start or end of a step has failed',
    'incidentType.RESOURCE_NOT_FOUND': 'A file of the procedure was not found',
    'incidentType.TASK_LISTENER_NO_RETRIES': 'Automatic work of a task has failed',
    'incidentHelp.JOB_NO_RETRIES':
      'The work was tried several times without success. Correct what the message says, then retry.',
    'incidentHelp.EXECUTION_LISTENER_NO_RETRIES':
      'The work attached to the start or end of the step was tried several times without success. Correct what the message says, then retry.',
    'incidentHelp.TASK_LISTENER_NO_RETRIES':
      'The work attached to the task was tried several times without success. Correct what the message says, then retry.',
    'incidentHelp.IO_MAPPING_ERROR':
      'The step takes or passes on a value that is missing or of the wrong form. Correct the data of the case, then retry.',
    'incidentHelp.EXTRACT_VALUE_ERROR':
      'An expression of the diagram gives a result of another kind than expected, often because a value is missing. Correct the data or the procedure, then retry.',
    'incidentHelp.CONDITION_ERROR':
      'No condition is true and there is no default path. Correct the value that the decision depends on, then retry.',
    'incidentHelp.UNHANDLED_ERROR_EVENT':
      'The step reported an error that the diagram does not provide for. Correct the cause, then retry; or have the case added to the diagram.',
    'incidentHelp.CALLED_ELEMENT_ERROR':
      'The called procedure is not deployed, or cannot be started so. Deploy it or correct the value that names it, then retry.',
    'incidentHelp.CALLED_DECISION_ERROR':
      'The called decision is not deployed. Deploy it or correct the value that names it, then retry.',
    'incidentHelp.DECISION_EVALUATION_ERROR':
      'The decision cannot be evaluated with these data. Correct the data or the decision, then retry.',
    'incidentHelp.FORM_NOT_FOUND': 'The form of the task is not deployed. Deploy it, then retry.',
    'incidentHelp.MESSAGE_SIZE_EXCEEDED':
      'The data are larger than what the engine takes at once. Shorten the longest value, then retry.',
    'incidentHelp.RESOURCE_NOT_FOUND': 'Deploy the file that the message names, then retry.',
    'incidentHelp.UNKNOWN': 'Correct the cause, then retry: the case goes on from this step.',
    'incident.engineText': 'Message of the engine',
    'incidentType.UNKNOWN': 'Incident',
  },
});
