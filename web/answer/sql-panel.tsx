import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState } from 'react';
import { api } from '../state/api-client.ts';
import { createSqlEditor } from './sql-editor.ts';

interface SqlPanelProps {
  readonly sql: string;
  readonly onRun: (sql: string) => Promise<void>;
}

/** The SQL that ran, to read, edit and run again. It is checked like any other before it runs. */
export function SqlPanel({ sql, onRun }: SqlPanelProps) {
  const place = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(sql);
  const [busy, setBusy] = useState(false);
  const latest = useRef({ text, onRun });
  latest.current = { text, onRun };

  const run = async () => {
    setBusy(true);
    await latest.current.onRun(latest.current.text);
    setBusy(false);
  };
  const runRef = useRef(run);
  runRef.current = run;

  useEffect(() => {
    if (place.current === null) return undefined;
    const editor = createSqlEditor(place.current, {
      text: sql,
      onChange: setText,
      onRun: () => void runRef.current(),
    });
    void api.tables().then(editor.setTables, () => undefined);
    return editor.destroy;
  }, [sql]);

  return (
    <SpaceBetween size="s">
      <div ref={place} className="sql-editor" />
      <SpaceBetween size="xs" direction="horizontal">
        <Button variant="primary" onClick={() => void run()} loading={busy} disabled={text.trim() === ''}>
          Run SQL
        </Button>
        <CopyToClipboard
          variant="button"
          copyButtonText="Copy"
          copySuccessText="Copied"
          copyErrorText="Could not copy"
          textToCopy={text}
        />
      </SpaceBetween>
    </SpaceBetween>
  );
}
