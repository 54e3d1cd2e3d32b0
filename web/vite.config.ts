import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const inFolder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Nothing is painted before the theme is known: the module script blocks rendering, not parsing. */
const blockRendering: Plugin = {
  name: "tgcall:block-rendering",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

/** The workspace's packages only export; this lets what a page does not use leave its bundle. */
const pureWorkspace: Plugin = {
  name: "tgcall:pure-workspace",
  transform: { filter: { id: /[\\/]packages[\\/]/ }, handler: () => ({ moduleSideEffects: false }) },
};

export default defineConfig({
  root: inFolder("."),
  base: "/",
  plugins: [pureWorkspace, blockRendering],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["chrome115", "edge115", "firefox115", "safari16.4"],
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: [inFolder("index.html"), inFolder("join.html"), inFolder("check.html")] },
  },
});
