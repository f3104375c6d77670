/** The one app: `npx cdk deploy --all`, with settings as -c name=value. docs/deploy explains them. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { addStacks } from '../app.ts';
import { isPageBuilt } from '../constructs/page-files.ts';
import { readSettings } from '../settings.ts';

const app = new App();
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
addStacks(app, readSettings(app.node), {
  env: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) },
  uploadPage: isPageBuilt(),
});
// A finding that nobody has accepted with a reason ends the synthesis.
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
