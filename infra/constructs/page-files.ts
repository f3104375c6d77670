import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { PROJECT_ROOT } from '../bundling/handler-bundle.ts';
import { acknowledge } from './acknowledge.ts';
import { acceptWildcards, wildcardsIn } from './allow.ts';
import type { Page } from './page.ts';
import type { SignIn } from './sign-in.ts';

const FOLDER = join(PROJECT_ROOT, 'dist/page');

/** The built page is there to be uploaded (`npm ci` builds it). */
export const isPageBuilt = (): boolean => existsSync(join(FOLDER, 'index.html'));

/** Uploads the built page, and how people sign in to it, at each deployment and lets the distribution forget the old one. */
export class PageFiles extends Construct {
  constructor(scope: Construct, id: string, { site, distribution }: Page, signIn: SignIn) {
    super(scope, id);
    const signInSettings = {
      issuer: signIn.issuer,
      address: signIn.domain.baseUrl(),
      clientId: signIn.client.userPoolClientId,
    };
    new BucketDeployment(this, 'Upload', {
      // The later source wins: the built page says that nobody has to sign in.
      sources: [Source.asset(FOLDER), Source.jsonData('sign-in.json', signInSettings)],
      destinationBucket: site,
      distribution,
      distributionPaths: ['/index.html', '/sign-in.json'],
      // Files of the page before stay: a browser that has the old page open may still ask for them.
      prune: false,
    });
    const provider = Stack.of(this).node.children.find(({ node }) =>
      node.id.startsWith('Custom::CDKBucketDeployment'),
    );
    if (provider === undefined) return;
    const why = 'The construct library’s own uploader, which runs during a deployment only';
    const { partition, account, region } = Stack.of(this);
    acknowledge(
      provider,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      `${why}: it writes its log by AWS’s policy for that.`,
    );
    acceptWildcards(
      provider,
      wildcardsIn(
        this,
        ['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*'],
        ['*', `${site.bucketArn}/*`, `arn:${partition}:s3:::cdk-hnb659fds-assets-${account}-${region}/*`],
      ),
      `${why}: it reads the assets bucket, writes the site bucket, and invalidation takes no resource.`,
    );
    acknowledge(provider, 'AwsSolutions-L1', `${why}: the library chooses its runtime.`);
  }
}
