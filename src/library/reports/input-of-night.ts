import { block, plain } from "../../report/markdown-text.js";
import { gateText } from "../../report/nights/gate-text.js";
import type { ReportInput } from "../../report/reporters/reporter.js";
import { sheetOfNight } from "../../report/sheet/sheet-of-night.js";
import type { GateResult } from "../../verdict/regression/gate-result.js";
import type { GatedNight } from "../nights/gate-history.js";
import { once } from "./once.js";
import { type Leaks, reportTools } from "./report-tools.js";

/** A night as `gate` shows it. `result`: with what known.yaml expects; `json`: what `gate --json` prints. */
export type ReportedGate = {
  readonly gated: GatedNight;
  readonly result: GateResult;
  readonly known: ReadonlyMap<string, string>;
  readonly place: string;
  readonly json: unknown;
};

/** What every reporter is given of a night. A history keeps no request and no reply, so that no page shows any. */
export function inputOfNight({ gated, result, known, place, json }: ReportedGate, leaks: Leaks): ReportInput {
  const { night, earlier, details } = gated;
  const command = `llm-parity gate ${night.id}`;
  const sheet = once(() => sheetOfNight({ night, earlier, details, result, known, command }));
  return {
    get sheet() {
      return sheet();
    },
    evidence: () => ({ trials: [], leftOut: [] }),
    markdown: () => {
      const text = gateText({ ...gated, result, place, known, all: true });
      return `# Night of ${plain(night.id)}\n\n${block(text, { language: "text", limit: 500_000 })}\n`;
    },
    json: () => json,
    tools: reportTools(leaks),
  };
}
