import { groupBy } from "../../chat/group-by.js";
import type { Verdict } from "../../verdict/verdict.js";
import { counted } from "../counted.js";
import { cut, plain, table } from "../markdown-text.js";
import { isOfVendor } from "../origin.js";
import { listed, most } from "./limits.js";
import type { Page } from "./page.js";

/** The origin and the age of the bytes, by column and day. */
export function provenanceSection({ bundle: { matrix } }: Page): string {
  const cells = matrix.verdicts.filter(({ provenance }) => provenance !== null);
  const groups = groupBy(cells, (verdict) => JSON.stringify(originCells(verdict, matrix.generatedFrom.date)));
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const targets = [...new Set(group.map(({ cell }) => plain(cut(cell.target, 120))))];
    return [[...originCells(first, matrix.generatedFrom.date), String(group.length), listed(targets, 4)]];
  });
  return [
    "## Provenance",
    "",
    "An authored or simulated cell tests our code and says nothing about a vendor: no upstream served it, and no service gave it an",
    "id. A recorded one is as old as its recording.",
    "",
    rows.length === 0
      ? "No cell has bytes behind it."
      : table(["source", "of", "upstream", "cells", "targets"], rows.slice(0, most.rows)),
    ...(rows.length > most.rows
      ? ["", `And ${counted(rows.length - most.rows, "more row")}: the JSON next to this page has them all.`]
      : []),
  ].join("\n");
}

function originCells({ provenance, upstreams }: Verdict, today: string | null): readonly string[] {
  if (provenance === null) return ["", "", ""];
  const { source, after, recordedAt } = provenance;
  if (source === "authored") return [source, plain(cut(after ?? "unknown document", 200)), "none"];
  return [
    source,
    plain(`${source === "simulated" ? "simulated on " : ""}${ageOf(recordedAt, today)}`),
    isOfVendor(source)
      ? listed(
          Object.keys(upstreams).map((name) => plain(cut(name, 120))),
          4,
        )
      : "none",
  ];
}

/** `2026-02-10 (1 day old)`; the day alone where the report has no date. `recordedAt` null: `unknown time`. */
function ageOf(recordedAt: string | null, today: string | null): string {
  if (recordedAt === null) return "unknown time";
  const day = recordedAt.slice(0, 10);
  if (today === null) return day;
  const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  return `${day} (${days < 0 ? "dated after this report" : `${counted(days, "day")} old`})`;
}
