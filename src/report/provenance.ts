import type { Verdict } from "../verdict/verdict.js";
import type { Bundle } from "./bundle.js";
import { counted } from "./counted.js";
import { code, plain, table } from "./markdown-text.js";

/** The origin and the age of each cell's bytes. */
export function provenanceSection({ matrix }: Bundle): string {
  const cells = matrix.verdicts.filter(({ provenance }) => provenance !== null);
  const rows = cells.map((verdict) => [
    plain(verdict.cell.target),
    plain(verdict.cell.scenario),
    verdict.cell.client,
    ...sourceCells(verdict, matrix.generatedFrom.date),
  ]);
  return [
    "## Provenance",
    "",
    "An authored cell proves our code, never a vendor's behaviour: no upstream served it, and no service gave it an id. A",
    "recorded one is as old as its recording.",
    "",
    rows.length === 0
      ? "No cell has bytes behind it."
      : table(["target", "scenario", "client", "source", "of", "upstream", "request ids"], rows),
  ].join("\n");
}

function sourceCells({ provenance, upstreams, requestIds }: Verdict, today: string | null): readonly string[] {
  if (provenance === null) return ["", "", "", ""];
  const when =
    provenance.source === "authored" ? (provenance.after ?? "unknown document") : ageOf(provenance.recordedAt, today);
  if (provenance.source === "authored") return [provenance.source, plain(when), "none", "none"];
  const ids = requestIds.slice(0, 3).map((id) => code(id, 60));
  const more = requestIds.length > 3 ? [`and ${requestIds.length - 3} more`] : [];
  return [provenance.source, plain(when), plain(Object.keys(upstreams).join(", ")), [...ids, ...more].join(" ")];
}

/** `2026-02-10 (1 day old)`; the day alone where the report has no date. `recordedAt` null: `unknown time`. */
function ageOf(recordedAt: string | null, today: string | null): string {
  if (recordedAt === null) return "unknown time";
  const day = recordedAt.slice(0, 10);
  if (today === null) return day;
  const days = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  return `${day} (${days < 0 ? "dated after this report" : `${counted(days, "day")} old`})`;
}
