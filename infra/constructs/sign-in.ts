import { Aws, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';

/** Groups that every deployment has; the policies document may name others. */
const GROUPS = [
  {
    name: 'owners',
    description: 'May read every account and table until a policies document says otherwise.',
  },
  { name: 'analysts', description: 'Read what the policies document grants.' },
] as const;

/** Who may ask: a user pool without self sign-up, its groups, and the client that page and commands sign in with. */
export class SignIn extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  /** Where the sign-in pages are. */
  readonly domain: UserPoolDomain;
  /** `iss` of the tokens. */
  readonly issuer: string;
  #pageUrl: string | undefined;

  constructor(scope: Construct, id: string, { mfa, signInPrefix }: Settings) {
    super(scope, id);
    this.pool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      this.pool,
      'AwsSolutions-COG8',
      'Threat protection needs the Plus plan, a price per user that the owner decides on.',
    );
    if (mfa !== 'required')
      acknowledge(this.pool, 'AwsSolutions-COG2', 'The owner set mfa=optional for this deployment.');
    this.client = this.pool.addClient('App', {
      authFlows: { userSrp: true, adminUserPassword: true },
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: this.pageUrls(),
        logoutUrls: this.pageUrls(),
      },
    });
    this.domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: signInPrefix ?? `stocktake-${Aws.ACCOUNT_ID}` },
    });
    for (const { name, description } of GROUPS) {
      new CfnUserPoolGroup(this, `Group${name}`, {
        userPoolId: this.pool.userPoolId,
        groupName: name,
        description,
      });
    }
    const { region, urlSuffix } = Stack.of(this);
    this.issuer = `https://cognito-idp.${region}.${urlSuffix}/${this.pool.userPoolId}`;
  }

  /** Lets people come back from the sign-in pages to the page, whose address is known only after its APIs are made. */
  returnTo(pageUrl: string): void {
    this.#pageUrl = pageUrl;
  }

  private pageUrls(): string[] {
    return Lazy.list({
      produce: () => {
        if (this.#pageUrl === undefined) throw new Error('nobody has said where people come back to');
        return [`${this.#pageUrl}/`];
      },
    });
  }
}
