import type { ReportTools } from "../reporters/reporter.js";
import { escaped, type Html, markupText } from "./markup/html.js";

/** What a page of its own is made of. `data`: JSON for its script, by the id of its element. */
export type Shell = {
  readonly title: string;
  readonly body: Html;
  readonly style: string;
  readonly script: string;
  readonly data: readonly (readonly [id: string, json: unknown])[];
};

/**
 * A whole HTML document that asks for nothing outside itself. Its policy allows the style and the script by their hashes and nothing else: no
 * request, no handler or style in an attribute, no frame, no form that leaves, and no markup from text but through the script's own door.
 */
export function documentText(
  { title, body, style, script, data }: Shell,
  { sha256 }: Pick<ReportTools, "sha256">,
): string {
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${sha256(script)}'`,
    `style-src 'sha256-${sha256(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types page",
  ].join("; ");
  const elements = data.map(
    ([id, json]) => `<script type="application/json" id="${escaped(id)}">${jsonText(json)}</script>\n`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="llm-parity">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${markupText(body)}
${elements.join("")}<script>${script}</script>
</body>
</html>
`;
}

/** JSON that ends no element and is the same text in every reader: no `<`, no `&`, no line separator and no lone surrogate. */
function jsonText(json: unknown): string {
  return JSON.stringify(json).replace(
    /[<>&\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g,
    (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    },
  );
}
