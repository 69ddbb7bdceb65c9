import type { ClientViews } from "../../verdict/client-views/client-views.js";
import { plainTable } from "../terminal/plain-table.js";
import type { Screen } from "../terminal/screen.js";
import { wrapped } from "../terminal/wrap.js";
import { clientTitle, markOf, viewsTables } from "./views-table.js";

/** The tables for a terminal, then a paragraph for each finding; no line is wider than the screen. */
export function clientViewsTerminal(views: ClientViews, screen: Screen): string {
  const { plain } = screen.paint;
  const tables = viewsTables(views).map(({ clients, rows }) =>
    plainTable(
      {
        head: ["stream", ...clients.map((client) => plain(clientTitle(client)))],
        rows: rows.map(({ stream, words }) => {
          const mark = markOf(stream);
          return [mark === null ? stream.name : `${stream.name} ${mark}`, ...words].map(plain);
        }),
      },
      screen,
    ),
  );
  const findings = [
    ...views.streams.flatMap(({ name, findings: own }) => own.map(({ says }) => `client: ${name}: ${says}`)),
    ...views.findings.map(({ says }) => `client: ${says}`),
  ];
  const lines = findings.flatMap((line) => wrapped(plain(line), screen.width, 2));
  return [...tables, lines.join("\n")].filter((part) => part !== "").join("\n\n");
}
