/** How people name Regions. Codes are matched as they are; these are the names beside them. */
export const regionNames: Readonly<Record<string, readonly string[]>> = {
  'us-east-1': ['n virginia', 'north virginia', 'northern virginia', 'virginia', 'us east 1', 'use1'],
  'us-east-2': ['ohio', 'us east 2', 'use2'],
  'us-west-1': ['n california', 'northern california', 'california', 'us west 1', 'usw1'],
  'us-west-2': ['oregon', 'us west 2', 'usw2'],
  'ca-central-1': ['canada central', 'montreal'],
  'ca-west-1': ['calgary'],
  'sa-east-1': ['sao paulo', 'são paulo'],
  'eu-west-1': ['ireland', 'dublin', 'eu west 1', 'euw1'],
  'eu-west-2': ['london', 'eu west 2', 'euw2'],
  'eu-west-3': ['paris', 'eu west 3', 'euw3'],
  'eu-central-1': ['frankfurt', 'eu central 1', 'euc1'],
  'eu-central-2': ['zurich'],
  'eu-north-1': ['stockholm'],
  'eu-south-1': ['milan'],
  'eu-south-2': ['spain'],
  'ap-south-1': ['mumbai'],
  'ap-south-2': ['hyderabad'],
  'ap-southeast-1': ['singapore'],
  'ap-southeast-2': ['sydney'],
  'ap-southeast-3': ['jakarta'],
  'ap-southeast-4': ['melbourne'],
  'ap-northeast-1': ['tokyo'],
  'ap-northeast-2': ['seoul'],
  'ap-northeast-3': ['osaka'],
  'ap-east-1': ['hong kong'],
  'me-south-1': ['bahrain'],
  'me-central-1': ['uae', 'dubai'],
  'il-central-1': ['tel aviv'],
  'af-south-1': ['cape town'],
};

/** Parts of the world by the beginning of the Region code. */
export const regionGroups: readonly {
  readonly words: readonly string[];
  readonly prefixes: readonly string[];
  readonly label: string;
}[] = [
  {
    words: ['us', 'usa', 'united states', 'america', 'us region', 'american region'],
    prefixes: ['us-'],
    label: 'the United States',
  },
  {
    words: ['eu', 'europe', 'european union', 'eu region', 'european region', 'emea europe'],
    prefixes: ['eu-'],
    label: 'Europe',
  },
  { words: ['asia', 'apac', 'asia pacific', 'asian region'], prefixes: ['ap-'], label: 'Asia Pacific' },
  { words: ['canada', 'canadian region'], prefixes: ['ca-'], label: 'Canada' },
  { words: ['south america', 'latin america', 'brazil'], prefixes: ['sa-'], label: 'South America' },
  { words: ['middle east'], prefixes: ['me-', 'il-'], label: 'the Middle East' },
  { words: ['africa', 'south africa'], prefixes: ['af-'], label: 'Africa' },
];
