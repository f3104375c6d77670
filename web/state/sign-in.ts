import type { User, UserManager } from 'oidc-client-ts';

/** Where and how people sign in, as a deployment tells it; `null` where nobody has to, as on one's own machine. */
interface SignInSettings {
  /** `iss` of the tokens. */
  readonly issuer: string;
  /** Address of the user pool's sign-in pages, without a slash at the end. */
  readonly address: string;
  readonly clientId: string;
}

/** Signing in did not work; the message is for a person. */
export class SignInProblem extends Error {
  override readonly name = 'SignInProblem';
}

interface SignedIn {
  readonly manager: UserManager;
  readonly settings: SignInSettings;
  user: User;
}
let signedIn: SignedIn | undefined;

/**
 * Makes sure that somebody is signed in where a deployment asks for it: takes what the sign-in page sent back,
 * else what this tab knows, else leaves for the sign-in page. OpenID Connect's code flow with PKCE; tokens stay in
 * the tab's own session storage.
 *
 * @throws SignInProblem
 */
export async function signIn(): Promise<void> {
  const settings = await readSettings();
  if (settings === null) return;
  const manager = await managerOf(settings);
  const user = (await returned(manager)) ?? (await renewed(manager, await manager.getUser()));
  if (user === null) return leave(manager);
  signedIn = { manager, settings, user };
  manager.events.addUserLoaded((loaded) => {
    if (signedIn !== undefined) signedIn.user = loaded;
  });
}

/** The token that the API asks for; undefined where nobody has to sign in. Leaves for the sign-in page where it has expired. */
export async function token(): Promise<string | undefined> {
  if (signedIn === undefined) return undefined;
  const user = await renewed(signedIn.manager, signedIn.user);
  if (user === null) return leave(signedIn.manager);
  signedIn.user = user;
  return user.id_token;
}

/** Who is signed in; undefined where nobody has to. */
export const signedInAs = (): string | undefined =>
  signedIn?.user.profile.email ?? signedIn?.user.profile.sub;

/** Forgets the tokens here and at the user pool, and ends its session too. */
export async function signOut(): Promise<void> {
  if (signedIn === undefined) return;
  const { manager, settings } = signedIn;
  // A token that cannot be revoked now ends by itself within the day.
  await manager.revokeTokens(['refresh_token']).catch(() => undefined);
  await manager.removeUser();
  const query = new URLSearchParams({ client_id: settings.clientId, logout_uri: home() });
  location.assign(`${settings.address}/logout?${query}`);
}

const home = (): string => `${location.origin}/`;

async function readSettings(): Promise<SignInSettings | null> {
  const response = await fetch('/sign-in.json', { cache: 'no-cache' }).catch(() => null);
  if (response === null) throw new SignInProblem('Stocktake cannot be reached. Try again in a moment.');
  if (!response.ok) throw new SignInProblem(`How to sign in cannot be read (${response.status}).`);
  return (await response.json()) as SignInSettings | null;
}

async function managerOf({ issuer, address, clientId }: SignInSettings): Promise<UserManager> {
  const { UserManager, WebStorageStateStore } = await import('oidc-client-ts');
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: home(),
    scope: 'openid email',
    // Told here, so that no request leaves for another host than the sign-in page's.
    metadata: {
      issuer,
      authorization_endpoint: `${address}/oauth2/authorize`,
      token_endpoint: `${address}/oauth2/token`,
      revocation_endpoint: `${address}/oauth2/revoke`,
    },
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    loadUserInfo: false,
    automaticSilentRenew: true,
    monitorSession: false,
  });
}

/** The user whom the sign-in page has sent back; null where it has not just done so. */
async function returned(manager: UserManager): Promise<User | null> {
  const query = new URLSearchParams(location.search);
  const problem = query.get('error_description') ?? query.get('error');
  if (problem === null && !(query.has('code') && query.has('state'))) return null;
  try {
    const user = await manager.signinRedirectCallback();
    history.replaceState(null, '', `/${typeof user.state === 'string' ? user.state : ''}`);
    return user;
  } catch {
    history.replaceState(null, '', '/');
    throw new SignInProblem(
      problem === null ? 'Signing in was not finished.' : `You are not signed in: ${problem}.`,
    );
  }
}

/** A user whose token still holds, renewed where it can be; null where they must sign in again. */
async function renewed(manager: UserManager, user: User | null): Promise<User | null> {
  if (user === null || user.expired !== true) return user;
  if (user.refresh_token === undefined) return null;
  return manager.signinSilent().catch(() => null);
}

/** Leaves for the sign-in page, and comes back to the same place. Never returns. */
async function leave(manager: UserManager): Promise<never> {
  await manager.signinRedirect({ state: location.hash });
  return new Promise(() => undefined);
}
