/** Names that the build writes into the sources (see vite.*.config.ts). */

/** Address of the widget module relative to embed.js, for example "widget/widget-Bx12.js". */
declare const __COSHOP_WIDGET__: string;

/** Version of the package this client was built for. */
declare const __COSHOP_VERSION__: string;
