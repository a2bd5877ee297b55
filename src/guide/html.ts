/** The guide as one HTML file that needs nothing else: pictures and styles are in it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { projectRoot } from '../config/root';
import type { GuideProcedure } from './content';
import { draw } from './drawing';
import { toSvg } from './drawing-svg';
import type { GuideHead } from './render';
import { dateOf, RECONSTRUCTED, TITLE, titleOf, versionOf } from './labels';
import { createMeasure } from './measure';

const file = path.join(projectRoot, 'templates', 'guide', 'guide.hbs');
let template: HandlebarsTemplateDelegate | undefined;

export function renderGuideHtml(procedures: readonly GuideProcedure[], head: GuideHead): string {
  template ??= Handlebars.compile(readFileSync(file, 'utf8'), { strict: true });
  const measure = createMeasure();
  return template({
    title: TITLE,
    administration: head.administration,
    date: dateOf(head.createdAt, head),
    reconstructed: RECONSTRUCTED,
    procedures: procedures.map((procedure) => ({
      ...procedure,
      anchor: `procedure-${procedure.bpmnProcessId}`,
      title: titleOf(procedure),
      version: versionOf(procedure, head),
      diagram: toSvg(draw(procedure.picture, measure), `Logigramme : ${procedure.name}`),
    })),
  });
}
