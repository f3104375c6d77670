import { useCallback, useEffect, useState } from 'react';

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly problem: string | undefined;
  readonly reload: () => void;
}

/** Loads something when a component appears; a failure is told, not thrown. `load` must keep its identity. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T>();
  const [problem, setProblem] = useState<string>();
  const reload = useCallback(() => {
    setProblem(undefined);
    load().then(setValue, (error: unknown) =>
      setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [load]);
  useEffect(reload, [reload]);
  return { value, problem, reload };
}
