import { dirname, join } from "node:path/posix";
import { pageOfFile } from "./site-path.js";

/** A document with its links led to the pages of the site. `files`: the files of the repository that it links to. */
export function rewriteLinks(path: string, text: string): { readonly text: string; readonly files: readonly string[] } {
  const files: string[] = [];
  const rewritten = text.replaceAll(parts, (all: string, code: string | undefined, target: string | undefined) => {
    if (target === undefined) return code ?? all.replace("<", "&lt;");
    if (/^(?:https?:|mailto:|#)/.test(target)) return all;
    const [file = "", anchor] = target.split("#");
    const found = join(dirname(path), file).replace(/\/$/, "");
    files.push(found);
    return `](/${pageOfFile(found)}${anchor === undefined ? "" : `#${anchor}`})`;
  });
  return { text: rewritten, files };
}

/** Code, comments and the anchors of reports stay as they are; a link; or a `<`, which begins no tag of HTML in the documents. */
const parts = /(^```.*?^```|`[^`\n]*`|<!--.*?-->|<\/?(?:a|details|summary|br|sub|sup)\b[^>]*>)|\]\(([^()\s]+)\)|</gms;
