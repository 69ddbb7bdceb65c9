import { dirname, join } from "node:path/posix";
import { issueLink, issueName } from "./markdown.js";
import { pageOfFile } from "./site-path.js";

/** A document with its links led to the pages of the site. `files`: the files of the repository that it links to. */
export function rewriteLinks(path: string, text: string): { readonly text: string; readonly files: readonly string[] } {
  const files: string[] = [];
  const rewritten = text.replaceAll(parts, (all: string, code: string | undefined, target: string | undefined) => {
    if (code !== undefined) return code;
    if (target === undefined) return all === "<" ? "&lt;" : issueLink(all);
    if (/^(?:https?:|mailto:|#)/.test(target)) return all;
    const [file = "", anchor] = target.split("#");
    const found = join(dirname(path), file).replace(/\/$/, "");
    files.push(found);
    return `](/${pageOfFile(found)}${anchor === undefined ? "" : `#${anchor}`})`;
  });
  return { text: rewritten, files };
}

/** Code, comments and the anchors of reports stay as they are; a link; the name of an issue; or a `<`, which begins no tag in the documents. */
const parts = new RegExp(
  [
    /(^```.*?^```|`[^`\n]*`|<!--.*?-->|<\/?(?:a|details|summary|br|sub|sup)\b[^>]*>)/.source,
    /\]\(([^()\s]+)\)/.source,
    issueName,
    "<",
  ].join("|"),
  "gms",
);
