import type { ReportTools } from "../reporters/reporter.js";
import { basePolicy, htmlDocument } from "./document.js";
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
    ...basePolicy,
    "require-trusted-types-for 'script'",
    "trusted-types page",
  ];
  const elements = data.map(
    ([id, json]) => `<script type="application/json" id="${escaped(id)}">${jsonText(json)}</script>\n`,
  );
  const content = `${markupText(body)}\n${elements.join("")}<script>${script}</script>`;
  return htmlDocument({ title, policy, style, bodyClass: null, body: content });
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
