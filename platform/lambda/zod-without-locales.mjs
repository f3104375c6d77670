/**
 * What the project uses of zod, for bundles alone: `import { z } from 'zod'` leads here there. The package's own entry keeps its messages in
 * fifty languages alive, a quarter of a megabyte that no function shows. By paths of files, since the package
 * exports no smaller part; a name that is missing here fails the bundle's build, or the import of it that is tested.
 */
import * as z from './zod-parts.mjs';

export * from './zod-parts.mjs';
export { z, z as default };
