import type { ClientViews } from "../../verdict/client-views/client-views.js";
import { cut, plain, table } from "../markdown-text.js";
import { clientTitle, markOf, viewsTables } from "./views-table.js";

/** The table of each wire format, and what it shows about the clients; empty without a reply. */
export function clientViewsMarkdown(views: ClientViews): string {
  const tables = viewsTables(views).map(({ clients, rows }) =>
    table(
      ["stream", ...clients.map((client) => plain(clientTitle(client)))],
      rows.map(({ stream, words }) => {
        const mark = markOf(stream);
        return [`${plain(cut(stream.name, 200))}${mark === null ? "" : ` (${mark})`}`, ...words.map(cell)];
      }),
    ),
  );
  const findings = [
    ...views.streams.flatMap(({ name, findings: own }) => own.map((one) => `${name}: ${one.says}`)),
    ...views.findings.map(({ says }) => says),
  ];
  return [...tables, findings.map((says) => `- \`client\`: ${plain(cut(says, 600))}`).join("\n")]
    .filter((part) => part !== "")
    .join("\n\n");
}

function cell(words: string): string {
  return plain(cut(words, 160)).replace(/^(part \+ )?error/, "$1**error**");
}
