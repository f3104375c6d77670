import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import { type ReactNode, useCallback } from 'react';
import { Loading } from './loading.tsx';
import { signIn } from './state/sign-in.ts';
import { useLoaded } from './state/use-loaded.ts';

// React asks twice in development; the code that the sign-in page sends back is good for once.
let signing: Promise<void> | undefined;

/** Shows what it holds to who is signed in, or at once where nobody has to be. */
export function SignInGate({ children }: { readonly children: ReactNode }) {
  const load = useCallback(() => {
    signing ??= signIn().finally(() => {
      signing = undefined;
    });
    return signing.then(() => true);
  }, []);
  const { value, problem, reload } = useLoaded(load);
  if (value === true) return children;
  return (
    <Box padding="xxl">
      {problem === undefined ? (
        <Loading text="Opening Stocktake" />
      ) : (
        <Alert type="error" action={<Button onClick={reload}>Sign in again</Button>}>
          {problem}
        </Alert>
      )}
    </Box>
  );
}
