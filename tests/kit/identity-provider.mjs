/**
 * An OpenID Connect provider (oidc-provider) with people of its own; argv: the address of the program that uses it.
 * Prints its own address. Its development pages take any password.
 */
import Provider from 'oidc-provider';
import { createServer } from 'node:http';

const [site] = process.argv.slice(2);
const people = {
  'aya.kone': {
    name: 'Aya Koné',
    email: 'aya.kone@douanes.example',
    groups: ['/dsi', 'logigramme-suivi', 'Bureau 12'],
  },
  chef: { name: 'Chef du service', email: 'chef@douanes.example', groups: ['logigramme-admins'] },
  admin: { name: 'Faux administrateur', email: 'faux@douanes.example', groups: ['rssi'] },
  'mal nommé': { name: 'Mal Nommé', email: 'mal@douanes.example', groups: [] },
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'logigramme',
        client_secret: 'secret du client',
        redirect_uris: [`${site}/connexion/sso/retour`],
        post_logout_redirect_uris: [`${site}/connexion?info=signedOut`],
      },
    ],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email'],
      groups: ['groups'],
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    cookies: { keys: ['test'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, ...people[id] }),
    }),
  });
  server.on('request', provider.callback());
  process.stdout.write(`${issuer}\n`);
});
