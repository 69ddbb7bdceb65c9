import type { MissingControl } from "../../verdict/attribution/attribution.js";
import { partyWords } from "../../verdict/attribution/shown-words.js";
import type { Result } from "../../verdict/experiment/result.js";
import type { WhoseResult } from "../../verdict/experiment/results/whose-result.js";
import type { Space } from "../../verdict/experiment/space.js";
import { counted } from "../counted.js";
import { headline, moreText, otherFaults, type ShownCall, type ShownPair } from "./result-text.js";

/** What the answer of a reproduction is made of. `cell` null: nothing failed. `mark`: stands before each line. */
export type AnswerParts = {
  readonly mark: "DEMO" | null;
  readonly scenario: string;
  readonly cell: string | null;
  readonly space: Space;
  readonly result: Result | null;
  readonly whose: WhoseResult | null;
  readonly proof: readonly ShownPair[];
  readonly calls: readonly ShownCall[];
  readonly missing: readonly MissingControl[];
  readonly at: (name: string) => string;
  /** Null: none was made. */
  readonly bundle: string | null;
};

/** Five lines: what was found, the proof, whose fault it is, what is open, where the bundle is. */
export function answerLines(parts: AnswerParts): readonly string[] {
  const before = parts.mark === null ? "" : `${parts.mark} `;
  const lines: readonly (readonly [head: string, says: string])[] = [
    ["found", foundText(parts)],
    ["proof", proofText(parts)],
    ["whose fault", whoseText(parts.whose)],
    ["open", openText(parts)],
    ["bundle", parts.bundle ?? "none was made"],
  ];
  return lines.map(([head, says]) => `${before}${head}: ${says}`);
}

function foundText({ scenario, cell, space, result }: AnswerParts): string {
  if (cell === null || result === null) return `nothing: ${scenario} did not fail at any target that was asked`;
  return `${headline(cell, space, result)}, after ${counted(result.calls, "call")}`;
}

function proofText({ result, proof, space, calls, at }: AnswerParts): string {
  if (result === null || !("contrasts" in result) || result.contrasts.length === 0)
    return "no pair of requests was tested for proof";
  const pairs = result.contrasts.map(
    ({ about, leftCounts: left, rightCounts: right }) =>
      `${about}: bad in ${left.bad} of ${left.eligible} against ${right.bad} of ${right.eligible}`,
  );
  const [pair] = proof;
  const files =
    pair === undefined ? "" : `; ${at(`${pair.folder}/difference.patch.json`)} (${pair.pointers.join(", ")})`;
  const others = result.contrasts.flatMap(({ left, right }) =>
    [left, right].flatMap((arm) => otherFaults(arm, space, calls)),
  );
  return [`${pairs.join("; ")}, in turns${files}`, ...new Set(others)].join("; ");
}

function whoseText(whose: WhoseResult | null): string {
  if (whose === null) return "no cause is named, so no party is blamed";
  return `${partyWords[whose.party]}${whose.standing === null ? "" : ` (${whose.standing})`}. ${whose.because}`;
}

function openText({ missing, result }: AnswerParts): string {
  const controls = missing.map(
    ({ control, tells, calls }) => `${control}, which ${tells} (about ${counted(calls, "call")})`,
  );
  const own = result !== null && "missing" in result ? result.missing.map(({ part }) => `another ${part}`) : [];
  const more = result === null ? null : moreText(result);
  const all = [...(more === null ? [] : [more]), ...(controls.length > 0 ? controls : own)];
  return all.length === 0 ? "nothing that another call could decide" : all.join("; ");
}
