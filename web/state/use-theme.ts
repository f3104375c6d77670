import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useEffect, useState } from 'react';

const KEY = 'stocktake-theme';

/** Light or dark: as chosen last, else as the system has it. */
export function useTheme() {
  const [dark, setDark] = useState(() => {
    const kept = localStorage.getItem(KEY);
    return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'dark';
  });
  useEffect(() => {
    applyMode(dark ? Mode.Dark : Mode.Light);
    localStorage.setItem(KEY, dark ? 'dark' : 'light');
  }, [dark]);
  return { dark, toggle: () => setDark((before) => !before) };
}
