/** Made-up people; none of them exists. */
export const personNames: readonly string[] = [
  'amara.okafor',
  'benedikt.vogel',
  'chiyo.tanabe',
  'dario.ferri',
  'elif.aksoy',
  'freya.lund',
  'gideon.marsh',
  'hanna.kowal',
  'imran.qadir',
  'jonas.berg',
  'keira.doyle',
  'lucia.santos',
  'marek.novotny',
  'nadia.petrov',
  'oskar.lind',
  'priya.raman',
];

/** Names in several scripts, as people give them in consoles that allow any letters. */
export const scriptNames: readonly string[] = [
  'Café-Künstler-Größe',
  'Señal-Niño',
  'Žluťoučký kůň',
  'Ångström-Fjörd',
  'главный-сервер',
  'База данных Москва',
  '本番サーバー',
  'データベース東京',
  'الخادم الرئيسي',
  'قاعدة البيانات',
  '🚀 launch-pad',
  'строка "с кавычками"',
  "O'Brien's café",
  '東京-バックアップ',
  'naïve façade',
  'Ελλάδα-web',
];

/** Parts of a product; a cell is one of them. */
export const components: readonly string[] = [
  'web',
  'api',
  'worker',
  'reports',
  'search',
  'billing',
  'feeds',
  'admin',
  'sync',
  'gateway',
];

/** Vendors outside the organization whose accounts some roles trust. */
export const vendors: readonly { readonly name: string; readonly accountId: string }[] = [
  { name: 'brightwatch-monitoring', accountId: '905512340087' },
  { name: 'tidewater-backup', accountId: '044471906625' },
  { name: 'cloudledger-finops', accountId: '771230459918' },
];

/** What every planted secret starts with; a lake in which this text occurs has leaked. */
export const SECRET_MARKER = 'PLANTED-SECRET-';

/** A recognisable stand-in for a password or token. */
export const plantedSecret = (suffix: string): string => `${SECRET_MARKER}${suffix}`;
