/*
 * Builds the page assets into build/theme/: one style sheet, two scripts, the font, and the licences of what is in them.
 * Run by `npm run build`, which names the sources as arguments: a set-up that compares them knows when to build anew.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import * as esbuild from "esbuild";

const OUTPUT = path.resolve("build/theme");
const TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css";
const FONT = "@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2";
const require = createRequire(path.resolve("package.json"));
const sources = process.argv.slice(2);

/** The custom properties that a text reads. */
function propertiesRead(text) {
  return [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);
}

/** Of the theme's thousands of tokens, those that the components on our pages read, directly or through another token. */
function pruneTokens(theme, styles) {
  const declarations = new Map([...theme.matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm)].map(([, name, value]) => [name, value.trim()]));
  const waiting = propertiesRead(styles);
  const kept = new Set();
  while (waiting.length) {
    const name = waiting.pop();
    if (kept.has(name) || !declarations.has(name)) continue;
    kept.add(name);
    waiting.push(...propertiesRead(declarations.get(name)));
  }
  const lines = [...declarations].filter(([name]) => kept.has(name)).map(([name, value]) => `  ${name}: ${value};`);
  return `.voorbeeld-theme {\n${lines.join("\n")}\n}\n`;
}

async function buildStyles(entry) {
  const bundled = await esbuild.build({ entryPoints: [entry], bundle: true, write: false, external: ["*.woff2"], logLevel: "warning" });
  const styles = bundled.outputFiles[0].text;
  const theme = await readFile(require.resolve(TOKENS), "utf8");
  const { code } = await esbuild.transform(pruneTokens(theme, styles) + styles, { loader: "css", minify: true });
  await writeFile(path.join(OUTPUT, "polsslag.css"), code);
}

async function buildScript(entry) {
  await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    outfile: path.join(OUTPUT, path.basename(entry)),
    logLevel: "warning",
  });
}

await rm(OUTPUT, { recursive: true, force: true });
await mkdir(OUTPUT, { recursive: true });
await Promise.all(sources.map((source) => (source.endsWith(".css") ? buildStyles(source) : buildScript(source))));
await writeFile(path.join(OUTPUT, "noto-sans.woff2"), await readFile(require.resolve(FONT)));
await writeFile(path.join(OUTPUT, "LICENSES.txt"), await readFile(path.resolve("deploy/theme/LICENSES.txt")));
