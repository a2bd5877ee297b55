/** The studio's editor of forms, in a bundle of its own: it is loaded with the first form. */
import { FormEditor } from '@bpmn-io/form-js-editor';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-editor/dist/assets/dragula.css';
import '@bpmn-io/form-js-editor/dist/assets/properties-panel.css';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import { registerEditor } from './shared/studio/editor';
import { formDictionary } from './shared/studio/french-forms';
import { keepTranslated } from './shared/studio/translate-dom';

registerEditor('form', ({ canvas, panel, changed }) => {
  const editor = new FormEditor({ container: canvas, propertiesPanel: { parent: panel } });
  const stops =
    document.documentElement.lang === 'fr'
      ? [canvas, panel].map((root) => keepTranslated(root, formDictionary))
      : [];
  const stack = () => editor.get<{ undo(): void; redo(): void }>('commandStack');
  editor.on('changed', changed);
  return {
    async open(content) {
      await editor.importSchema(JSON.parse(content));
    },
    content: () => Promise.resolve(`${JSON.stringify(editor.saveSchema(), null, 2)}\n`),
    select: () => undefined,
    tools: {
      undo: () => {
        stack().undo();
      },
      redo: () => {
        stack().redo();
      },
    },
    destroy() {
      for (const stop of stops) stop();
      editor.destroy();
    },
  };
});
