import { countedClaim, simulatedMark } from "../../verdict/claim-text.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { CellRemark } from "../cell/remarks.js";
import { badFindings, findingText } from "../cell-text.js";
import { shortened } from "../whose-fault-text.js";
import type { Paint, Painter } from "./paint.js";
import { type Signs, signOf } from "./signs.js";

/**
 * What a footnote says of a cell. Those of one `title` share a number. `seen`: the evidence, or empty. `n`: in how many trials; of a
 * remark (`isRemark`) they are not said.
 */
export type CellNote = {
  readonly title: string;
  readonly seen: string;
  readonly n: number;
  readonly isRemark?: true;
};

/** `notes`: what else a cell says, and `asides`: what was found that makes no trial fail. Neither is made safe. */
export type CompactCell = {
  readonly text: string;
  readonly notes: readonly CellNote[];
  readonly asides: readonly CellNote[];
};

/** A cell in a few characters: its sign, k of n, `+n` for trials that are no evidence, and a mark where it has asides. */
export function compactCell(verdict: Verdict | null, signs: Signs, remarks: readonly CellRemark[] = []): CompactCell {
  const sign = signs[signOf(verdict)];
  if (verdict === null) return { text: sign, notes: [], asides: [] };
  const isAsked = verdict.trials.eligible > 0;
  const notes = isAsked
    ? [...upstreamNotes(verdict), ...findingNotes(verdict), ...excludedNotes(verdict)]
    : reasonNotes(verdict);
  const asides = [...(isAsked ? asideNotes(verdict) : []), ...remarks.map(remarkNote)];
  const mark = asides.length === 0 ? "" : ` ${signs.note}`;
  return { text: `${sign}${isAsked ? ` ${shortCounts(verdict)}` : ""}${mark}`, notes, asides };
}

/** A remark in short: the other reports and `explain` have it whole, with its source. */
function remarkNote({ text }: CellRemark): CellNote {
  const short = shortened(text);
  const more = short === text ? "" : " (whole: in the report, or with explain)";
  return { title: `to know: ${short}${more}`, seen: "", n: 1, isRemark: true };
}

/** `✗ 0/1`, `❌ (simulated) 0/5`: the sign and the counts of a cell, for a line of text. */
export function signedCounts(verdict: Verdict, signs: Signs): string {
  const mark = countedClaim(verdict) === null ? "" : simulatedMark(verdict);
  return `${signs[signOf(verdict)]}${mark}${verdict.trials.eligible === 0 ? "" : ` ${shortCounts(verdict)}`}`;
}

/** The colour of a cell: good, bad, a warning for what happens at times or was blocked, or dim for what did not run. */
export function painterOf(verdict: Pick<Verdict, "observed" | "claim"> | null, paint: Paint): Painter {
  switch (signOf(verdict)) {
    case "pass":
    case "ok":
      return paint.good;
    case "fail":
    case "bad":
      return paint.bad;
    case "flaky":
    case "mixed":
    case "blocked":
      return paint.warn;
    default:
      return paint.dim;
  }
}

/** Trials of several upstreams are never pooled. */
function shortCounts({ trials, upstreams }: Verdict): string {
  const excluded = Object.values(trials.excluded).reduce((sum, n) => sum + n, 0);
  const counts = Object.keys(upstreams).length > 1 ? "mixed" : `${trials.ok}/${trials.eligible}`;
  return excluded === 0 ? counts : `${counts} +${excluded}`;
}

function reasonNotes({ observed, reason, reasonText, trials }: Verdict): readonly CellNote[] {
  // Without a recording a cell did not run, and what a target lacks was not asked: that says no more than the sign.
  if (reason === null || reason === "no recording" || reason === "unsupported") return [];
  return [
    {
      title: `${titles[observed] ?? "not run"}: ${reason}`,
      seen: reasonText ?? "",
      n: trials.attempted,
    },
  ];
}

const titles: { readonly [observed: string]: string } = { blocked: "blocked", unsupported: "not offered" };

function upstreamNotes({ upstreams }: Verdict): readonly CellNote[] {
  const each = Object.entries(upstreams);
  if (each.length < 2) return [];
  const counts = each.map(([name, [ok, eligible]]) => `${name} ${ok}/${eligible}`).join(", ");
  return [{ title: "mixed: several upstreams, which are not pooled", seen: counts, n: 1 }];
}

function findingNotes(verdict: Verdict): readonly CellNote[] {
  return badFindings(verdict).map((one) => ({ title: findingText({ ...one, n: 1 }), seen: one.seen, n: one.n }));
}

function asideNotes({ findings }: Verdict): readonly CellNote[] {
  const found = findings.filter(({ severity }) => severity === "note");
  return found.map((one) => ({ title: findingText({ ...one, n: 1 }), seen: one.seen, n: one.n }));
}

function excludedNotes({ trials }: Verdict): readonly CellNote[] {
  return Object.entries(trials.excluded).map(([reason, n]) => ({ title: `excluded: ${reason}`, seen: "", n }));
}
