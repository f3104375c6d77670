/** Words that end in s and are no plurals: services, protocols, and ordinary words. */
const SINGULAR_AS_WRITTEN = new Set(
  (
    'aws sns sqs rds ecs eks efs kms ebs ses dms sts emr ivs iops dns https tls cors kubernetes redis express analysis basis ' +
    'status access address class process alias bus canvas gas this is was has does us less always series previous various ' +
    'as its yes his hers ours theirs plus across besides unless towards perhaps news lens aurora-mysql gbps mbps aps ms os nas vs'
  ).split(' '),
);

const IRREGULAR: Readonly<Record<string, string>> = {
  indices: 'index',
  indexes: 'index',
  vertices: 'vertex',
  statuses: 'status',
  accesses: 'access',
  addresses: 'address',
  aliases: 'alias',
  buses: 'bus',
  boxes: 'box',
  caches: 'cache',
  analyses: 'analysis',
  processes: 'process',
  classes: 'class',
  leaves: 'leaf',
  people: 'person',
  axes: 'axis',
  lenses: 'lens',
  dlqs: 'dlq',
  ids: 'id',
  azs: 'az',
  ous: 'ou',
  ips: 'ip',
  vms: 'vm',
  sgs: 'sg',
  lbs: 'lb',
  dbs: 'db',
  vcpus: 'vcpu',
  cpus: 'cpu',
  gpus: 'gpu',
  amis: 'ami',
  apis: 'api',
  enis: 'eni',
  eips: 'eip',
  keys: 'key',
};

/**
 * The form under which words are compared: lower case and singular. It need not be English, only the same for
 * the catalogue's words and for the question's ("policies" and "policy" meet, "addresses" and "address" meet).
 */
export function stem(word: string): string {
  const lower = word.toLowerCase();
  const irregular = IRREGULAR[lower];
  if (irregular !== undefined) return irregular;
  if (lower.length < 4 || !lower.endsWith('s') || SINGULAR_AS_WRITTEN.has(lower)) return lower;
  if (/(ss|us|is)$/.test(lower)) return lower;
  if (lower.endsWith('ies') && lower.length > 4) return `${lower.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes|zzes)$/.test(lower)) return lower.slice(0, -2);
  return lower.slice(0, -1);
}

/** Plural of a noun phrase for sentences: the last word takes the ending. */
export function pluralOf(noun: string): string {
  if (/(^|[^A-Z])s$/.test(noun) && !/(ss|us|is|tus)$/.test(noun)) return noun;
  if (/[^aeiou]y$/i.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/i.test(noun)) return `${noun}es`;
  return `${noun}s`;
}
