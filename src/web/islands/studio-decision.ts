/** The studio's editor of decisions, in a bundle of its own: it is loaded with the first decision. */
import { acceptAnyIds } from './shared/any-ids';
import DmnModeler from 'dmn-js/lib/Modeler';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn-embedded.css';
import { registerEditor } from './shared/studio/editor';
import { decisionDictionary } from './shared/studio/french-decisions';
import { keepTranslated } from './shared/studio/translate-dom';

interface View {
  readonly type: string;
}

registerEditor('dmn', ({ canvas, changed }) => {
  const modeler = new DmnModeler({ container: canvas });
  const stop =
    document.documentElement.lang === 'fr' ? keepTranslated(canvas, decisionDictionary) : () => undefined;
  let followed: object | undefined;
  /** Each view has a command stack of its own. */
  function follow(): void {
    const viewer = modeler.getActiveViewer();
    if (viewer === undefined || viewer === followed) return;
    followed = viewer;
    viewer.on('commandStack.changed', changed);
    viewer.on('elements.changed', changed);
  }
  acceptAnyIds(modeler);
  modeler.on('views.changed', follow);
  const stack = () => modeler.getActiveViewer()?.get<{ undo(): void; redo(): void }>('commandStack');
  return {
    async open(content) {
      await modeler.importXML(content);
      const table = modeler.getViews().find(({ type }: View) => type === 'decisionTable');
      if (table !== undefined) await modeler.open(table);
      follow();
    },
    content: async () => (await modeler.saveXML({ format: true })).xml,
    select: () => undefined,
    tools: {
      undo: () => {
        stack()?.undo();
      },
      redo: () => {
        stack()?.redo();
      },
    },
    destroy() {
      stop();
      modeler.destroy();
    },
  };
});
