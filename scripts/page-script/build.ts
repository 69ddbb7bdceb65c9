import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = new URL("../../src/report/html/", import.meta.url);

/** The file that holds the page's script as text. */
export const pageScriptFile: string = fileURLToPath(new URL("script-text.ts", folder));

/** The script of the HTML report, from its sources in `browser/` and the views that it shares with the page, as a TypeScript file. */
export async function buildPageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("browser/main.ts", folder))],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    logLevel: "silent",
  });
  const text = outputFiles.map((file) => file.text.trim()).join("\n");
  return `/** The page's script: made by \`npm run page-script\` from \`browser/\`, never edited. */\nexport const scriptText =\n  ${JSON.stringify(text)};\n`;
}
