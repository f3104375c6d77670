/**
 * Words for environments that mean the same. The column `environment` holds the value as somebody wrote it; a
 * question's "production" finds every spelling of its group, and an unknown word only itself.
 */
export interface EnvironmentGroup {
  readonly name: string;
  readonly words: readonly string[];
}

export const environmentGroups: readonly EnvironmentGroup[] = [
  { name: 'production', words: ['production', 'prod', 'prd', 'live'] },
  {
    name: 'staging',
    words: ['staging', 'stage', 'stg', 'preprod', 'pre-prod', 'pre-production', 'preproduction', 'ppd'],
  },
  { name: 'development', words: ['development', 'dev', 'develop', 'devel'] },
  { name: 'test', words: ['test', 'testing', 'tst', 'qa', 'uat', 'integration'] },
  { name: 'sandbox', words: ['sandbox', 'sbx', 'playground', 'experimental'] },
];
