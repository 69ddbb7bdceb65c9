import type { Material } from "../../../../verdict/evidence/material.js";
import { counted } from "../../../counted.js";
import { code } from "../../../markdown-text.js";

/** When it last worked and first failed, from the runs that were there. The counts are of those runs, whose calls are not in this folder. */
export function historyLines({ facts: { history, run } }: Material): readonly string[] {
  if (history === null)
    return [
      "- Last worked: not known, since there is no other run.",
      "- First failed: not known, since there is no other run.",
    ];
  const among = `among ${counted(history.runs, "run")} that asked it${run === null ? "" : ", this one included"}`;
  const { lastWorked, firstFailed } = history;
  const nightText = ({ run: id, startedAt, bad, eligible }: NonNullable<typeof lastWorked>) =>
    `${code(startedAt)} (run ${code(id)}: ${bad} bad of ${eligible})`;
  return [
    `- Last worked: ${lastWorked === null ? `never, ${among}` : nightText(lastWorked)}`,
    `- First failed: ${firstFailed === null ? `not known, ${among}` : nightText(firstFailed)}`,
  ];
}
