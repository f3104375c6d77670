import type { Plugin } from 'vite';

const FACE = /@font-face\s*\{[^}]*\}/g;
const DATA = /url\(['"]?data:font\/woff2;base64,([A-Za-z0-9+/=]+)['"]?\)/;
/** The weights that the components use; the others would only be weight. */
const KEPT = /font-weight:\s*(400|700)\b/;

/**
 * Cloudscape's global styles carry their fonts inside the style sheet, which font-src 'self' forbids and every
 * first load would pay for. This emits each as a file that the browser fetches when it is needed.
 */
export function fontsAsFiles(): Plugin {
  return {
    name: 'fonts-as-files',
    enforce: 'pre',
    transform(code, id) {
      if (!/global-styles[\\/]index\.css/.test(id)) return null;
      let count = 0;
      return code.replace(FACE, (face) => {
        const encoded = DATA.exec(face)?.[1];
        if (encoded === undefined || !KEPT.test(face) || /italic/.test(face)) return '';
        if (this.environment.mode !== 'build') return face;
        const reference = this.emitFile({
          type: 'asset',
          name: `open-sans-${count++}.woff2`,
          source: Buffer.from(encoded, 'base64'),
        });
        return face
          .replace(DATA, `url(/${this.getFileName(reference)})`)
          .replace('font-style', 'font-display: swap; font-style');
      });
    },
  };
}
