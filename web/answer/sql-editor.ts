import { SQLDialect, sql } from '@codemirror/lang-sql';
import { Compartment, Prec } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { basicSetup, EditorView } from 'codemirror';
import type { TableSummary } from '#api/contract/rest.ts';

interface SqlEditorOptions {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

const trino = SQLDialect.define({
  keywords:
    'select from where group by order having limit offset fetch with as on join left right full inner outer cross lateral unnest ordinality union all intersect except distinct case when then else end and or not in exists between like escape is null true false values cast try_cast interval date timestamp over partition rows range filter asc desc nulls first last',
  types: 'varchar bigint integer double boolean date timestamp array map row decimal json',
  doubleQuotedStrings: false,
  backslashEscapes: false,
});

/**
 * A small SQL editor. It lives in a shadow root, where its style sheet is adopted rather than inlined, so the
 * content security policy needs no exception.
 */
export function createSqlEditor(place: HTMLElement, options: SqlEditorOptions) {
  const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' });
  const language = new Compartment();
  const view = new EditorView({
    doc: options.text,
    parent: root,
    root,
    extensions: [
      basicSetup,
      language.of(sql({ dialect: trino, upperCaseKeywords: true })),
      EditorView.lineWrapping,
      EditorView.domEventHandlers({ beforeinput: typeOverSelection }),
      EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) options.onChange(update.state.doc.toString());
      }),
      Prec.highest(
        keymap.of([
          {
            key: 'Mod-Enter',
            run: () => {
              options.onRun();
              return true;
            },
          },
        ]),
      ),
      EditorView.theme({
        '&': { fontSize: '13px', backgroundColor: 'Canvas', color: 'CanvasText' },
        '.cm-content': { fontFamily: 'Menlo, Consolas, monospace', caretColor: 'CanvasText' },
        '.cm-gutters': { backgroundColor: 'Canvas', color: 'GrayText', border: 'none' },
        '.cm-scroller': { maxHeight: '420px' },
      }),
    ],
  });
  return {
    setTables: (tables: readonly TableSummary[]) => {
      const schema = Object.fromEntries(
        tables.map((table) => [table.name, table.columns.map((column) => column.name)]),
      );
      view.dispatch({
        effects: language.reconfigure(sql({ dialect: trino, schema, upperCaseKeywords: true })),
      });
    },
    destroy: () => view.destroy(),
  };
}

/**
 * Typing over a selection, done by the editor: the browser's own way keeps the look of the replaced text in a
 * style attribute, which the content security policy rightly refuses.
 */
function typeOverSelection(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const text = event.data;
  if (event.inputType !== 'insertText' || text === null || empty || view.composing) return false;
  event.preventDefault();
  const replace = () =>
    view.state.update(view.state.replaceSelection(text), {
      userEvent: 'input.type',
      scrollIntoView: true,
    });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handler) => handler(view, from, to, text, replace))) view.dispatch(replace());
  return true;
}
