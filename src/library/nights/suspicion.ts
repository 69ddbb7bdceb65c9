import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import { cellKey, columnKey } from "../../verdict/nights/cell-key.js";
import { screenNights } from "../../verdict/nights/gate-of-nights.js";
import type { RuledCell } from "../../verdict/nights/stored-night.js";
import { gateSizes } from "../../verdict/regression/gate-kinds.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { countsOf } from "../../verdict/summary/summarise-cell.js";
import { isUnavailable } from "../../verdict/summary/unavailable.js";
import type { ScreenedCase, Suspicion } from "./confirm-suspects.js";
import { earlierNights } from "./gate-history.js";
import type { History } from "./history.js";
import { judgeRules } from "./judge-rules.js";

/** The night that is about to be asked. `seed`: draws suspects where a column has too many. */
export type TonightPlan = {
  readonly kind: GateKind;
  readonly night: string;
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
};

/** What decides tonight which cells are asked again: the baseline and the nights before, as they are now. */
export async function suspicionOf(history: History, { kind, night, scenarios, seed }: TonightPlan): Promise<Suspicion> {
  const baseline = await history.baseline();
  const earlier = await earlierNights(history, { before: night, baseline });
  const rules = judgeRules(scenarios);
  return {
    screen: gateSizes[kind].screen,
    suspectsOf: (screened) => {
      const cells = screened.flatMap((one) => screenedCell(one, rules));
      const question = { kind, baseline, earlier, tonight: { id: night, cells: cells.map(({ cell }) => cell) } };
      const confirm = new Set(screenNights(question, seed).confirm);
      return cells.filter(({ cell }) => confirm.has(cell.cell)).map(({ planned }) => planned);
    },
  };
}

function screenedCell(
  { planned, transcripts }: ScreenedCase,
  rules: ReadonlyMap<string, string>,
): readonly { readonly planned: ScreenedCase["planned"]; readonly cell: RuledCell }[] {
  const [first] = transcripts;
  if (first === undefined || planned.skip !== null) return [];
  const cell = {
    ...{ cell: cellKey(first.cell), column: columnKey(first.cell), suite: null, screened: null },
    rules: rules.get(planned.scenario.id) ?? "",
    ...trialsOf(planned, transcripts),
  };
  return [{ planned, cell }];
}

function trialsOf({ scenario, target }: ScreenedCase["planned"], transcripts: readonly Transcript[]) {
  const { capabilities, upstreamName } = target;
  const verdicts = transcripts.map((transcript) => judgeTrial(transcript, scenario, { capabilities, upstreamName }));
  return {
    ...countsOf(verdicts),
    excluded: verdicts.filter(({ outcome }) => outcome === "excluded").length,
    unavailable: verdicts.filter(isUnavailable).length,
  };
}
