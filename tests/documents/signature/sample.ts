/** A PV as a case has it, before anybody signed it. */
import { renderPdf } from '../../../src/documents/pdf';
import { fillTemplate } from '../../../src/documents/template';

const at = new Date('2026-12-01T09:30:00Z');

export const samplePv = (): Promise<Buffer> =>
  renderPdf(
    fillTemplate('pv-installation', {
      numeroDossier: 'B-2026-000001',
      requerant: 'A',
      service: 'B',
      article: 'C',
      quantite: 1,
      numeroSerie: '1',
      numeroInventaire: '2',
      lieuInstallation: 'Abidjan',
      dateInstallation: '2026-12-01',
      utilisateur: 'D',
      dateDuJour: '2026-12-01',
    }),
    { administration: 'DGD', createdAt: at },
  );
