/** Pages as HTML, without a browser: who sees what, what errors say, what is escaped. */
import request from 'supertest';
import { EngineRejectedError } from '../../src/zeebe/errors';
import { createApp } from '../../src/web/app';
import {
  claimed,
  createFixture,
  finished,
  incident,
  running,
  stuck,
  unclaimed,
  type Fixture,
} from './fixtures';

function site(fixture: Fixture = createFixture()) {
  const app = createApp(fixture.services);
  return {
    fixture,
    anonymous: request(app),
    async as(name: string) {
      const agent = request.agent(app);
      await agent
        .post('/connexion')
        .type('form')
        .send({ identifiant: name, motDePasse: 'demonstration' })
        .expect(303);
      return agent;
    },
  };
}

const words = (html: string) => html.replaceAll('\u00a0', ' ');

describe('sign-in', () => {
  it('should send a stranger to sign in, then to the page they wanted', async () => {
    const { anonymous } = site();
    const answer = await anonymous.get(`/dossiers/${running.processInstanceKey}`).expect(303);
    expect(answer.headers.location).toBe(`/connexion?suite=%2Fdossiers%2F${running.processInstanceKey}`);
    const signedIn = await anonymous
      .post('/connexion')
      .type('form')
      .send({
        identifiant: 'admin',
        motDePasse: 'demonstration',
        suite: `/dossiers/${running.processInstanceKey}`,
      });
    expect(signedIn.headers.location).toBe(`/dossiers/${running.processInstanceKey}`);
  });

  it('should refuse a wrong password in French, keep the name and forget the password', async () => {
    const { anonymous } = site();
    const { text } = await anonymous
      .post('/connexion')
      .type('form')
      .send({ identifiant: 'admin', motDePasse: 'faux-mot' })
      .expect(401);
    expect(text).toContain('Identifiant ou mot de passe incorrect.');
    expect(text).toContain('value="admin"');
    expect(text).not.toContain('faux-mot');
  });

  it('should not send anyone to another site', async () => {
    const { anonymous } = site();
    const answer = await anonymous
      .post('/connexion')
      .type('form')
      .send({ identifiant: 'admin', motDePasse: 'demonstration', suite: '//ailleurs.example' });
    expect(answer.headers.location).toBe('/');
  });

  it('should refuse a form that another site sends', async () => {
    const agent = await site().as('cb-bit');
    const { text } = await agent
      .post(`/taches/${unclaimed.key}/prendre`)
      .set('sec-fetch-site', 'cross-site')
      .expect(403);
    expect(words(text)).toContain('Cette action vient d’un autre site');
  });
});

describe('language', () => {
  it.each([
    [{}, 'fr'],
    [{ 'accept-language': 'en-GB,en;q=0.9' }, 'en'],
    [{ 'accept-language': 'de' }, 'fr'],
    [{ 'accept-language': 'en', cookie: 'lang=fr' }, 'fr'],
  ])('%j → %s', async (headers, language) => {
    const { text } = await site().anonymous.get('/connexion').set(headers);
    expect(text).toContain(`<html lang="${language}">`);
  });

  it('should remember the language that a person chose', async () => {
    const answer = await site().anonymous.get('/connexion?lang=en');
    expect(answer.headers['set-cookie']?.[0]).toContain('lang=en');
    expect(answer.text).toContain('Sign in');
  });
});

describe('tasks', () => {
  it('should list what is mine, and what my groups may take', async () => {
    const agent = await site().as('cb-bit');
    expect((await agent.get('/taches')).text).toContain(claimed.name);
    const group = (await agent.get('/taches?vue=groupe')).text;
    expect(group).toContain('Prendre');
    expect(group).toContain(`/taches/${unclaimed.key}/prendre`);
  });

  it('should answer an island with the wrong fields, and change nothing', async () => {
    const { as, fixture } = site();
    const agent = await as('cb-bit');
    const answer = await agent.post(`/taches/${claimed.key}/terminer`).send({ variables: {} }).expect(422);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'FORM_INVALID' });
    const { errors } = answer.body as { errors: { field: string }[] };
    expect(errors.map(({ field }) => field)).toContain('numeroSerie');
    expect(fixture.completions).toEqual([]);
  });

  it.each([['text'], [{ variables: [] }], [{}]])('should refuse the body %j', async (body) => {
    const { as, fixture } = site();
    const agent = await as('cb-bit');
    await agent.post(`/taches/${claimed.key}/terminer`).send(body).expect(400);
    expect(fixture.completions).toEqual([]);
  });

  it('should send the browser no more of the case than the form uses', async () => {
    const agent = await site().as('cb-bit');
    const { text } = await agent.get(`/taches/${claimed.key}`);
    const data = /id="page-data">(.*?)<\/script>/.exec(text)?.[1] ?? '';
    expect(Object.keys((JSON.parse(data) as { variables: object }).variables)).not.toContain('initiateur');
  });
});

describe('cases', () => {
  it('should never let data become markup', async () => {
    const agent = await site().as('admin');
    const { text } = await agent.get(`/dossiers/${running.processInstanceKey}`).expect(200);
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert');
  });

  it('should say who did what, and show readable values', async () => {
    const agent = await site().as('admin');
    const text = words((await agent.get(`/dossiers/${running.processInstanceKey}`)).text);
    expect(text).toContain('par CB Infrastructure et Télécommunication');
    expect(text).toContain('<dd>Ordinateur portable</dd>');
    expect(text).toContain('Traitement automatique');
    expect(text).not.toContain('SERVICE_TASK');
  });

  it('should explain an incident to whoever may retry it, and only let them', async () => {
    const { as } = site();
    const retry = `/dossiers/${stuck.processInstanceKey}/incidents/${incident.key}/reessayer`;
    const manager = await as('responsable');
    const { text } = await manager.get(`/dossiers/${stuck.processInstanceKey}`);
    expect(text).toContain('Un traitement automatique a échoué');
    expect(text).toContain(retry);
    const requester = await as('requerant');
    expect((await requester.get(`/dossiers/${stuck.processInstanceKey}`)).text).not.toContain(retry);
    await requester.post(retry).expect(403);
  });

  it('should give the live state with a digest that stays while nothing changes', async () => {
    const agent = await site().as('admin');
    const path = `/dossiers/${running.processInstanceKey}/etat`;
    const [first, second] = [await agent.get(path), await agent.get(path)];
    expect(first.body).toMatchObject({ diagram: { active: { B6_configurer_materiel: 1 }, incidents: [] } });
    expect((first.body as { digest: string }).digest).toBe((second.body as { digest: string }).digest);
  });

  it('should offer nothing to do on a closed case', async () => {
    const agent = await site().as('admin');
    const { text } = await agent.get(`/dossiers/${finished.processInstanceKey}`);
    expect(text).toContain('Dossier terminé');
    expect(text).not.toContain('Annuler le dossier');
  });

  it('should download a document under its own name, and never run it', async () => {
    const agent = await site().as('admin');
    const answer = await agent.get('/documents/pv-1').expect(200);
    expect(answer.headers['content-disposition']).toContain('attachment');
    expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''pv-installation%20%C3%A9.pdf");
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    await agent.get('/documents/inconnu').expect(404);
  });
});

describe('mail', () => {
  it('should show a mail in a frame that runs nothing and fetches nothing', async () => {
    const agent = await site().as('admin');
    expect((await agent.get('/courrier/1')).text).toContain('<iframe class="mail-frame" sandbox ');
    const { headers } = await agent.get('/courrier/1/contenu');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    await agent.get('/courrier/99').expect(404);
  });
});

describe('sent mails', () => {
  it('should show managers what has left, what waits and what went wrong', async () => {
    const agent = await site().as('responsable');
    const { text } = await agent.get('/courriels').expect(200);
    for (const said of ['Envoyé', 'En échec', 'Revenu', 'En attente', 'awa.kone@douanes.example'])
      expect(text).toContain(said);
    expect(text).toContain('Le serveur de messagerie ne répond pas.');
    expect(text).toContain(`href="/dossiers/${running.processInstanceKey}"`);
    expect(text.match(/action="\/courriels\/\d+\/renvoyer"/g)).toEqual([
      'action="/courriels/2/renvoyer"',
      'action="/courriels/3/renvoyer"',
    ]);
    const failed = await agent.get('/courriels?etat=FAILED').expect(200);
    expect(failed.text.match(/href="\/courriels\/\d+"/g)).toEqual(['href="/courriels/2"']);
  });

  it('should show one in a frame that runs nothing and fetches nothing', async () => {
    const agent = await site().as('responsable');
    const { text } = await agent.get('/courriels/3').expect(200);
    expect(text).toContain('<iframe class="mail-frame" sandbox ');
    expect(text).toContain('Ce courriel est revenu');
    const { headers } = await agent.get('/courriels/3/contenu').expect(200);
    expect(headers['content-security-policy']).toContain("sandbox; default-src 'none'");
    await agent.get('/courriels/99').expect(404);
    await agent.get('/courriels/99/contenu').expect(404);
  });

  it('should send one again, and tell so', async () => {
    const { as, fixture } = site();
    const agent = await as('responsable');
    const answer = await agent.post('/courriels/3/renvoyer').expect(303);
    expect(answer.headers.location).toBe('/courriels/3?info=resent');
    expect(fixture.resent).toEqual([{ id: '3', by: 'responsable' }]);
    expect((await agent.get('/courriels/3?info=resent')).text).toContain('Le courriel repart.');
  });

  it.each(['gs', 'cb-bit'])('should be closed to %s, whatever is asked', async (name) => {
    const { as, fixture } = site();
    const agent = await as(name);
    for (const path of ['/courriels', '/courriels/3', '/courriels/3/contenu'])
      await agent.get(path).expect(403);
    await agent.post('/courriels/3/renvoyer').expect(403);
    expect(fixture.resent).toEqual([]);
    for (const path of ['/courrier', '/referentiels'])
      expect((await agent.get(path)).text).not.toContain('/courriels');
  });

  it('should be marked on the case', async () => {
    const agent = await site().as('admin');
    const { text } = await agent.get(`/dossiers/${running.processInstanceKey}`).expect(200);
    const card = text.slice(text.indexOf('titre-courriels'));
    expect(card).toContain('L’adresse « awa.kone@douanes.example » n’existe pas.');
    expect(card).toContain('Nouvel essai prévu le');
    expect(card).toContain('href="/courriels/3"');
  });
});

describe('stock', () => {
  it('should record a receipt, and tell it once', async () => {
    const { as, fixture } = site();
    const agent = await as('gs');
    await agent
      .post('/stock/entrees')
      .type('form')
      .send({ article: 'onduleur', quantite: '5', reference: 'BL-1' })
      .expect(303);
    expect(fixture.receipts).toEqual([{ code: 'onduleur', quantity: 5, by: 'gs', reference: 'BL-1' }]);
  });

  it.each(['0', '-3', '2,5', 'beaucoup', '', '100001'])(
    'should refuse the quantity %j and keep what was typed',
    async (quantite) => {
      const { as, fixture } = site();
      const agent = await as('gs');
      const { text } = await agent
        .post('/stock/entrees')
        .type('form')
        .send({ article: 'onduleur', quantite, reference: 'BL-1' })
        .expect(422);
      expect(text).toContain('Indiquez une quantité entière');
      expect(text).toContain('value="BL-1"');
      expect(fixture.receipts).toEqual([]);
    },
  );

  it('should let nobody but the stock keeper receive', async () => {
    const { as, fixture } = site();
    const agent = await as('cb-bit');
    expect((await agent.get('/stock')).text).not.toContain('/stock/entrees');
    await agent.post('/stock/entrees').type('form').send({ article: 'onduleur', quantite: '5' }).expect(403);
    expect(fixture.receipts).toEqual([]);
  });
});

describe('deployment', () => {
  const xml = { filename: 'essai.bpmn', contentType: 'application/xml' };

  it('should list each error of a refused file', async () => {
    const fixture = createFixture();
    const engine = fixture.services.engine as unknown as { deploy: () => Promise<never> };
    engine.deploy = () =>
      Promise.reject(
        new EngineRejectedError(
          'INVALID_ARGUMENT',
          "'essai.bpmn': refused\n- Element: a\n    - ERROR: no id",
        ),
      );
    const agent = await site(fixture).as('proprietaire');
    const { text } = await agent
      .post('/procedures/deployer')
      .attach('fichiers', Buffer.from('not xml'), xml)
      .expect(400);
    expect(words(text)).toContain('Déploiement refusé : rien n’a changé.');
    expect(text).toContain('<li>Element: a</li>');
    expect(text).toContain('<li>ERROR: no id</li>');
  });

  it('should refuse other kinds of files, and none', async () => {
    const agent = await site().as('proprietaire');
    const { text } = await agent
      .post('/procedures/deployer')
      .attach('fichiers', Buffer.from('x'), 'image.png')
      .expect(400);
    expect(words(text)).toContain('image.png : seuls les fichiers .bpmn');
    await agent.post('/procedures/deployer').field('autre', 'x').expect(400);
  });

  it('should be closed to agents', async () => {
    const agent = await site().as('gs');
    expect((await agent.get('/procedures/deployer').expect(403)).text).toContain('Seuls les propriétaires');
    await agent.post('/procedures/deployer').attach('fichiers', Buffer.from('x'), xml).expect(403);
  });
});

describe('errors', () => {
  it.each([
    ['/nulle-part', 'La page /nulle-part n’existe pas.'],
    ['/taches/1', 'Aucun élément ne porte cette clé.'],
    ['/procedures/inconnue', 'La procédure « inconnue » n’est pas déployée.'],
    ['/stock/inconnu', 'Cet article n’existe pas.'],
  ])('%s should say in French that it is not there', async (path, message) => {
    const agent = await site().as('admin');
    const { text } = await agent.get(path).expect(404);
    expect(words(text)).toContain(message);
    expect(text).toContain('Revenir à l’accueil');
  });

  it('should say nothing of its insides when it breaks', async () => {
    const fixture = createFixture();
    const stock = fixture.services.stock as unknown as { articles: () => Promise<never> };
    stock.articles = () => Promise.reject(new Error('select * from secret_table'));
    const agent = await site(fixture).as('admin');
    const { text } = await agent.get('/stock').expect(500);
    expect(text).toContain('Une erreur est survenue');
    expect(text).not.toContain('secret_table');
  });
});
