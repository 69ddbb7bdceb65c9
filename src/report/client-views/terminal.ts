import type { ClientViews } from "../../verdict/client-views/client-views.js";
import { plainTable } from "../terminal.js";
import { clientTitle, markOf, viewsTables } from "./views-table.js";

/** The tables for a terminal of `width` characters, then a line for each finding. */
export function clientViewsTerminal(views: ClientViews, width: number | null): string {
  const tables = viewsTables(views).map(({ clients, rows }) =>
    plainTable(
      {
        head: ["stream", ...clients.map(clientTitle)],
        rows: rows.map(({ stream, words }) => {
          const mark = markOf(stream);
          return [mark === null ? stream.name : `${stream.name} ${mark}`, ...words];
        }),
      },
      width,
    ),
  );
  const findings = [
    ...views.streams.flatMap(({ name, findings: own }) => own.map(({ says }) => `client: ${name}: ${says}`)),
    ...views.findings.map(({ says }) => `client: ${says}`),
  ];
  return [...tables, findings.join("\n")].filter((part) => part !== "").join("\n\n");
}
