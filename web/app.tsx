import AppLayout from '@cloudscape-design/components/app-layout';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { lazy, Suspense, useState } from 'react';
import { Loading } from './loading.tsx';
import { AskPage } from './pages/ask-page.tsx';
import { api } from './state/api-client.ts';
import { signedInAs, signOut } from './state/sign-in.ts';
import { useConversation } from './state/use-conversation.ts';
import { useHashPage } from './state/use-hash-page.ts';
import { useLoaded } from './state/use-loaded.ts';
import { useTheme } from './state/use-theme.ts';

const CoveragePage = lazy(async () => ({
  default: (await import('./pages/coverage-page.tsx')).CoveragePage,
}));
const ReportsPage = lazy(async () => ({ default: (await import('./pages/reports-page.tsx')).ReportsPage }));

/** Who is signed in, and the way out; nothing where nobody has to sign in. */
function accountMenu(): TopNavigationProps.Utility[] {
  const name = signedInAs();
  if (name === undefined) return [];
  return [
    {
      type: 'menu-dropdown',
      text: name,
      iconName: 'user-profile',
      items: [{ id: 'sign-out', text: 'Sign out' }],
      onItemClick: () => void signOut(),
    },
  ];
}

const WIDE_ENOUGH_FOR_NAVIGATION = 900;

/** The shell: navigation, and the page that the address names. */
export function App() {
  const page = useHashPage();
  const theme = useTheme();
  const lake = useLoaded(api.lake);
  const talk = useConversation();
  const [navigationOpen, setNavigationOpen] = useState(innerWidth > WIDE_ENOUGH_FOR_NAVIGATION);
  return (
    <>
      <div id="top">
        <TopNavigation
          identity={{ href: '#/', title: 'Stocktake' }}
          utilities={[
            ...accountMenu(),
            {
              type: 'button',
              text: theme.dark ? 'Light' : 'Dark',
              ariaLabel: theme.dark ? 'Use light colours' : 'Use dark colours',
              onClick: theme.toggle,
            },
          ]}
        />
      </div>
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigationOpen={navigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        navigationWidth={220}
        maxContentWidth={1280}
        ariaLabels={{
          navigation: 'Pages',
          navigationClose: 'Close navigation',
          navigationToggle: 'Open navigation',
        }}
        navigation={
          <SideNavigation
            activeHref={page === 'ask' ? '#/' : `#/${page}`}
            items={[
              { type: 'link', text: 'Ask', href: '#/' },
              { type: 'link', text: 'Coverage', href: '#/coverage' },
              { type: 'link', text: 'Reports', href: '#/reports' },
              { type: 'divider' },
              { type: 'link', text: 'API description', href: '/openapi.json' },
            ]}
            onFollow={(event) => {
              if (event.detail.href !== '/openapi.json') return;
              event.preventDefault();
              void api.saveOpenApi();
            }}
          />
        }
        content={
          <Suspense fallback={<Loading text="Opening the page" />}>
            {page === 'ask' && <AskPage lake={lake} talk={talk} />}
            {page === 'coverage' && <CoveragePage />}
            {page === 'reports' && <ReportsPage />}
          </Suspense>
        }
      />
    </>
  );
}
