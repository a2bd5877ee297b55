/** Profiles: what the procedures call the rights of an account, and the groups that the settings give them. */
import { refused } from './error';
import { byName, oneLine } from './naming';

/** Throws `AccountError` when the settings do not know the profile: without it the account would have no rights. */
export function groupsOfProfile(
  profiles: Readonly<Record<string, readonly string[]>>,
  profile: string,
): readonly string[] {
  const found = byName(profiles, profile);
  if (found !== undefined) return found;
  const known = Object.keys(profiles).join(', ') || 'aucun';
  throw refused(
    `Le profil « ${oneLine(profile)} » n’a pas de groupes dans le fichier des connecteurs. Profils connus : ${known}. ` +
      'Corrigez le profil du dossier, ou ajoutez-le au fichier, puis relancez l’étape.',
  );
}
