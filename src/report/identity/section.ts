import type { Bundle } from "../bundle.js";
import { plain, table } from "../markdown-text.js";
import { sameModelHead, sameModelNote, sameModelRows } from "./same-model-rows.js";

/** What tests of identity say of targets of this run; empty where none lies beside it. */
export function sameModelSection({ matrix: { tables, sameModel = [] } }: Bundle): string {
  if (sameModel.length === 0) return "";
  const labels = new Map(
    tables.flatMap(({ model, columns }) => columns.map(({ target, label }) => [target, `${model.title} on ${label}`])),
  );
  const rows = sameModelRows(sameModel, (target) => labels.get(target) ?? target).map((row) => [
    row.pair.map(plain).join("<br>"),
    row.tone === "bad" ? `**${plain(row.result)}**` : plain(row.result),
    plain(row.because),
    plain(row.differs),
    plain(row.apart),
    plain(row.asked),
  ]);
  return ["## Is it the same model?", "", sameModelNote, "", table(sameModelHead, rows)].join("\n");
}
