import { type ApiTable, apiNames, wireApis } from "../../../chat/api.js";
import { groupBy } from "../../../chat/group-by.js";
import type { Transcript } from "../../../transcript/transcript.js";
import { identityText } from "../../judge-cell.js";
import type { Verdict } from "../../verdict.js";
import type { Attribution } from "../attribution.js";
import type { BlankCell, Hypothesis, Tested } from "./hypothesis.js";
import { hypotheses } from "./registry.js";

/** A hypothesis with what this run says of it. */
export type TestedHypothesis = Omit<Hypothesis, "test" | "judge"> & Tested & { readonly test: string };

/** The findings that the hypotheses try to explain. */
const blank: ReadonlySet<string> = new Set(["empty-reply", "reasoning-only", "stalled", "truncated"]);

/** True for a cell with a blank reply. */
export function isBlankCell({ findings }: Pick<Verdict, "findings">): boolean {
  return findings.some(({ id, severity }) => severity === "bad" && blank.has(id));
}

/**
 * Tests every hypothesis about blank replies by the controls of a run; `[]` without a blank reply. `table`: the wire APIs to name in
 * the tests.
 */
export function testHypotheses(
  attributions: ReadonlyMap<Verdict, Attribution>,
  transcripts: readonly Transcript[],
  table: ApiTable = wireApis,
): readonly TestedHypothesis[] {
  const trials = groupBy(transcripts, ({ cell }) => identityText(cell));
  const cells = [...attributions].flatMap(([verdict, attribution]): readonly BlankCell[] => {
    if (!isBlankCell(verdict)) return [];
    return [{ verdict, attribution, readings: readingsOf(trials.get(identityText(verdict.cell)) ?? []) }];
  });
  if (cells.length === 0) return [];
  const bedrockApis = apiNames(table.filter(({ onlyAt }) => onlyAt === "bedrock")).join(", ");
  return hypotheses.map(({ test, judge, ...hypothesis }) => ({
    ...hypothesis,
    ...judge(cells),
    test: typeof test === "string" ? test : test(bedrockApis),
  }));
}

function readingsOf(own: readonly Transcript[]): BlankCell["readings"] {
  const again = own.flatMap(({ turns }) => turns.flatMap(({ otherReading }) => otherReading ?? []));
  const alike = again.filter(({ differences }) => differences.length === 0).length;
  return { alike, different: again.length - alike };
}
