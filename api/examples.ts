/** Questions that the page offers to somebody who has never asked one: each kind of question once. */
export const EXAMPLES: readonly string[] = [
  'Show me all EC2 instances in production',
  'List all public S3 buckets',
  'Which security groups are open to the internet on port 22, and what is behind them?',
  'How many resources are there per account?',
  'What changed in production yesterday, and who did it?',
  'Which databases are unencrypted, public, or without backups?',
  'Which accounts have no CloudTrail trail, or are not recorded at all?',
];
