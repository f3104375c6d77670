import { useEffect, useState } from 'react';

export type PageName = 'ask' | 'coverage' | 'reports';

function current(): PageName {
  const name = location.hash.slice(2);
  return name === 'coverage' || name === 'reports' ? name : 'ask';
}

/** The page that the address names, so that Back and a bookmark work. */
export function useHashPage(): PageName {
  const [page, setPage] = useState(current);
  useEffect(() => {
    const changed = () => setPage(current());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return page;
}
