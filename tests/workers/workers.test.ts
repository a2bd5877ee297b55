import { randomUUID } from 'node:crypto';
import { startWorkers } from '../../src/workers/host/host';
import { pdfText } from '../kit/pdf-text';
import { caseWith, pvData } from '../documents/samples';
import { fakeGateway, jobOf, openTestServices, silent, type FakeGateway, type TestServices } from './kit';

const laptop = { article: 'ordinateur-portable', quantite: 1 };

describe('the workers of procedure B', () => {
  let kit: TestServices;
  let gateway: FakeGateway;

  /** A new host, as after a restart: nothing is known but the database. */
  async function restart(): Promise<void> {
    gateway = fakeGateway();
    await startWorkers({ client: gateway.client, services: kit.services, logger: silent });
  }

  beforeAll(async () => {
    kit = await openTestServices();
  }, 180_000);
  beforeEach(restart);
  afterAll(() => kit.dispose());

  describe('send-mail', () => {
    const job = (variables: Record<string, unknown> = {}) =>
      jobOf({
        type: 'send-mail',
        variables: {
          destinataire: 'requerant@douanes.example',
          modele: 'rejet-demande',
          numeroDossier: 'B-2026-000012',
          requerant: 'Aïssatou Ouédraogo',
          motifRejet: 'Déjà équipée.',
          ...laptop,
          ...variables,
        },
      });
    const mails = async (key: string) =>
      (await kit.mail.mailbox.messages()).filter(({ messageId }) => messageId?.startsWith(`<job-${key}.r`));

    it('sends one mail for a job that is given out again after a kill', async () => {
      const given = job();
      expect(await gateway.work(given)).toEqual({ kind: 'complete', variables: {} });
      await restart();
      expect(await gateway.work({ ...given, retries: 2 })).toEqual({ kind: 'complete', variables: {} });
      const sent = await mails(given.key);
      expect(sent).toHaveLength(1);
      expect(sent[0]).toMatchObject({
        to: ['requerant@douanes.example'],
        html: expect.stringContaining('Ordinateur portable'),
      });
    });

    it('sends to the accounts of a group, the first as recipient, and to the account of a person', async () => {
      const { knex } = kit.database;
      const rows = ['un', 'deux'].map((name) => ({
        name,
        display_name: name,
        email: `${name}@douanes.example`,
        created_at: new Date(),
      }));
      await knex('account').insert(rows);
      await knex('account_group').insert(rows.map(({ name }) => ({ account: name, group_name: 'gs' })));
      const given = job({ destinataire: 'groupe:gs', copies: ['compte:un', 'rssi@douanes.example'] });
      await gateway.work(given);
      expect(await mails(given.key)).toMatchObject([
        { to: ['deux@douanes.example', 'un@douanes.example', 'rssi@douanes.example'] },
      ]);
    });

    it.each([
      ['groupe:personne', 'Le courriel au groupe « personne » ne peut pas partir : aucun compte'],
      ['compte:personne', 'Le courriel au compte « personne » ne peut pas partir : ce compte n’existe pas'],
    ])('stops with an incident where %s has no address', async (destinataire, says) => {
      const outcome = await gateway.work(job({ destinataire }));
      expect(outcome).toMatchObject({
        kind: 'fail',
        retries: 0,
        errorMessage: expect.stringContaining(says),
      });
    });

    it('sends copies, which everyone sees', async () => {
      const given = job({ copies: ['n1@douanes.example', 'rssi@douanes.example'] });
      await gateway.work(given);
      expect(await mails(given.key)).toMatchObject([
        { to: ['requerant@douanes.example', 'n1@douanes.example', 'rssi@douanes.example'] },
      ]);
    });

    it('takes the template from the task header', async () => {
      const given = { ...job({ modele: undefined }), customHeaders: { template: 'rejet-demande' } };
      expect(await gateway.work(given)).toMatchObject({ kind: 'complete' });
    });

    it.each([
      [{ destinataire: 'personne' }, 'Variable « destinataire » : une adresse de courriel est attendue'],
      [{ destinataire: 'a@b.example\r\nBcc: c@d.example' }, 'Variable « destinataire »'],
      [{ copies: ['personne'] }, 'Variable « copies.0 »'],
      [{ modele: undefined }, 'Variable « modele »'],
      [{ modele: 'inconnu' }, 'Le modèle de courriel « inconnu » n’existe pas'],
      [{ motifRejet: '' }, 'attend une valeur pour « motifRejet »'],
      [{ piecesJointes: [randomUUID()] }, 'n’est pas un document de ce dossier'],
    ])('makes an incident of %j', async (variables, sentence) => {
      const outcome = await gateway.work(job(variables));
      expect(outcome).toMatchObject({
        kind: 'fail',
        retries: 0,
        errorMessage: expect.stringContaining(sentence),
      });
    });

    it('attaches documents of the case', async () => {
      const given = job();
      const document = await kit.services.documents.add({
        processInstanceKey: given.processInstanceKey,
        kind: 'piece',
        name: 'note.txt',
        contentType: 'text/plain',
        content: Buffer.from('bonjour'),
        createdBy: 'gs',
      });
      await gateway.work({ ...given, variables: { ...given.variables, piecesJointes: [document.id] } });
      expect(await mails(given.key)).toMatchObject([{ attachments: [{ name: 'note.txt', size: 7 }] }]);
    });
  });

  describe('stock', () => {
    it('checks, waits for an arrival, checks again, reserves once and issues once', async () => {
      const variables = { article: 'ecran', quantite: 2 };
      const check = jobOf({ type: 'check-stock', variables });
      const { processInstanceKey } = check;
      expect(await gateway.work(check)).toEqual({
        kind: 'complete',
        variables: { stockDisponible: false, quantiteDisponible: 0, cleAttente: processInstanceKey },
      });

      await kit.services.stock.receive('ecran', { quantity: 3, by: 'gs' });
      await kit.services.stock.publishPending();
      expect(kit.published).toMatchObject([{ name: 'stock-arrive', correlationKey: processInstanceKey }]);

      expect(await gateway.work(jobOf({ type: 'check-stock', processInstanceKey, variables }))).toMatchObject(
        {
          variables: { stockDisponible: true, quantiteDisponible: 3 },
        },
      );
      const reserve = jobOf({ type: 'reserve-stock', processInstanceKey, variables });
      const reserved = await gateway.work(reserve);
      await restart();
      expect(await gateway.work(reserve)).toEqual(reserved);
      expect(await kit.services.stock.article('ecran')).toMatchObject({ quantity: 3, reserved: 2 });

      const { reservationId } = (reserved as { variables: Record<string, unknown> }).variables;
      const issue = jobOf({ type: 'issue-stock', processInstanceKey, variables: { reservationId } });
      for (const _ of [1, 2]) expect(await gateway.work(issue)).toEqual({ kind: 'complete', variables: {} });
      expect(await kit.services.stock.article('ecran')).toMatchObject({ quantity: 1, reserved: 0 });
    });

    it('raises STOCK_INSUFFISANT when another case was faster, and registers the wait', async () => {
      const job = jobOf({ type: 'reserve-stock', variables: { article: 'commutateur', quantite: 4 } });
      expect(await gateway.work(job)).toEqual({
        kind: 'error',
        errorCode: 'STOCK_INSUFFISANT',
        errorMessage: 'Stock insuffisant pour « Commutateur 24 ports » : 4 demandé(s), 0 disponible(s).',
        variables: { quantiteDisponible: 0 },
      });
      expect(await kit.services.stock.waiting('commutateur')).toMatchObject([
        { cleAttente: job.processInstanceKey },
      ]);
    });

    it('releases what a case gives back', async () => {
      const reserved = await gateway.work(jobOf({ type: 'reserve-stock', variables: laptop }));
      const { variables } = reserved as { variables: Record<string, unknown> };
      expect(await gateway.work(jobOf({ type: 'release-stock', variables }))).toMatchObject({
        kind: 'complete',
      });
      expect(await kit.services.stock.article(laptop.article)).toMatchObject({ reserved: 0 });
    });

    it('enters what was delivered once, by its article, and wakes who waits', async () => {
      const waiting = jobOf({ type: 'check-stock', variables: { article: 'commutateur', quantite: 1 } });
      await gateway.work(waiting);
      const before = await kit.services.stock.article('clavier-souris');
      const lignes = [
        { article: 'commutateur', quantite: 2 },
        { article: 'clavier-souris', quantite: 5, precisions: 'azerty' },
        { article: 'commutateur', quantite: 1 },
      ];
      const receipt = jobOf({ type: 'receive-stock', variables: { lignes, numeroBonLivraison: 'BL-7' } });
      for (const _ of [1, 2])
        expect(await gateway.work(receipt)).toEqual({ kind: 'complete', variables: {} });
      expect(await kit.services.stock.article('commutateur')).toMatchObject({ quantity: 3 });
      expect(await kit.services.stock.article('clavier-souris')).toMatchObject({
        quantity: (before?.quantity ?? NaN) + 5,
      });
      const [movement] = await kit.services.stock.movements('clavier-souris');
      expect(movement).toMatchObject({
        kind: 'entree',
        reference: 'BL-7',
        processInstanceKey: receipt.processInstanceKey,
      });
      await kit.services.stock.publishPending();
      expect(kit.published).toContainEqual(
        expect.objectContaining({ name: 'stock-arrive', correlationKey: waiting.processInstanceKey }),
      );
    });

    it.each([
      [
        'receive-stock',
        {
          lignes: [
            { article: 'ecran', quantite: 1 },
            { article: 'telex', quantite: 1 },
          ],
        },
        'L’article « telex » n’existe pas',
      ],
      ['receive-stock', { lignes: [] }, 'Variable « lignes »'],
      ['check-stock', { article: 'telex', quantite: 1 }, 'L’article « telex » n’existe pas'],
      ['check-stock', { article: 'ecran', quantite: '2' }, 'Variable « quantite »'],
      ['reserve-stock', { quantite: 1 }, 'Variable « article »'],
      [
        'issue-stock',
        { reservationId: 'x' },
        'Variable « reservationId » : un identifiant (UUID) est attendu',
      ],
      ['issue-stock', { reservationId: randomUUID() }, 'n’existe pas'],
    ])('%s makes an incident of %j', async (type, variables, sentence) => {
      const outcome = await gateway.work(jobOf({ type, variables }));
      expect(outcome).toMatchObject({
        kind: 'fail',
        retries: 0,
        errorMessage: expect.stringContaining(sentence),
      });
    });
  });

  describe('documents', () => {
    it('renders the PV once and archives the case once, when the history has come so far', async () => {
      const render = jobOf({
        type: 'render-document',
        variables: { ...pvData, ...laptop, modele: 'pv-installation' },
      });
      const { processInstanceKey } = render;
      const rendered = await gateway.work(render);
      expect(rendered).toEqual({ kind: 'complete', variables: { pvDocumentId: expect.any(String) } });
      await restart();
      expect(await gateway.work(render)).toEqual(rendered);

      const archive = jobOf({ type: 'archive', processInstanceKey, variables: pvData });
      const history = caseWith(processInstanceKey);
      kit.histories.set(processInstanceKey, history);
      const archived = gateway.work(archive);
      kit.histories.set(processInstanceKey, caseWith(processInstanceKey, archive.elementInstanceKey));
      expect(await archived).toEqual({
        kind: 'complete',
        variables: { dossierArchiveId: expect.any(String) },
      });
      await restart();
      expect(await gateway.work(archive)).toEqual(await archived);
      const kinds = (await kit.services.documents.ofInstances([processInstanceKey])).map(
        (document) => document.kind,
      );
      expect(kinds.sort()).toEqual(['archive', 'pv-installation']);
    });

    it('names the articles of an order’s lines', async () => {
      const render = jobOf({
        type: 'render-document',
        variables: {
          modele: 'bon-commande',
          numeroDossier: 'G-2026-000004',
          fournisseur: 'Abidjan Informatique',
          courrielFournisseur: 'ventes@example.ci',
          lignes: [{ article: 'onduleur', quantite: 4 }],
          lieuLivraison: 'Plateau',
          dateLimite: '2026-12-31',
          delaiApresNotification: 7,
        },
      });
      await gateway.work(render);
      const [document] = await kit.services.documents.ofInstances([render.processInstanceKey]);
      const whole = await kit.services.documents.read(document?.id ?? '');
      expect(pdfText(whole?.content ?? Buffer.alloc(0))).toContain('Onduleur 1 kVA');
    });

    it.each([
      ['pv-installation', { numeroSerie: '' }, 'attend une valeur pour « numeroSerie »'],
      ['inconnu', {}, 'Le modèle de document « inconnu » n’existe pas'],
    ])('makes an incident of template %s with %j', async (modele, changes, sentence) => {
      const job = jobOf({ type: 'render-document', variables: { ...pvData, ...changes, modele } });
      const outcome = await gateway.work(job);
      expect(outcome).toMatchObject({
        kind: 'fail',
        retries: 0,
        errorMessage: expect.stringContaining(sentence),
      });
    });
  });
});
