import { describe, expect, test } from "vitest";
import { decideEffect, effectRule, isSettledEffect, type TrialEffect } from "./decide-effect.js";

/** One letter a trial: `P` looks as if the parameter had not been sent, `e` shows its effect; `-` has no base. */
function trials(base: string, changed: string): readonly TrialEffect[] {
  return [...changed].map((letter, index) => ({
    kind: "measured",
    base: base[index] === "-" ? null : base[index] === "P",
    changed: letter === "P",
  }));
}

const refused: TrialEffect = { kind: "refused", message: "no seed here" };
const leftOut: TrialEffect = { kind: "left-out", message: "Converse has no seed" };
const silent: TrialEffect = { kind: "silent", message: "no usage" };

describe("the effect of a parameter", () => {
  test.each<[string, readonly TrialEffect[], string, string | null]>([
    // Five in a row decide: 4 to the power of 5 is 1024, and 1000 is needed.
    // Six clear pairs differ by chance in fewer than one of 200 runs; five do not suffice.
    ["is honoured after six clear pairs", trials("PPPPPP", "eeeeee"), "honoured", null],
    ["is not known to be honoured after five", trials("PPPPP", "eeeee"), "unknown", "too-few-trials"],
    ["is ignored after five pairs that look alike", trials("PPPPP", "PPPPP"), "ignored", null],
    ["is not known after four", trials("PPPP", "PPPP"), "unknown", "too-few-trials"],
    ["waits for the base too", trials("PPePP", "eeeee"), "unknown", "too-few-trials"],
    ["is known once the base shows it often enough", trials("PPePPPPP", "eeeeeeee"), "honoured", null],
    ["is honoured though one reply fails", trials("PPPPPPPP", "ePeeeeee"), "honoured", null],
    ["is ignored though each side looks otherwise once", trials("PPPPePPP", "PPPePPPP"), "ignored", null],
    ["cannot be learned where the base has it anyway", trials("eeeee", "eeeee"), "unknown", "base-does-not-show"],
    ["needs no base where there is none", trials("-----", "eeeee"), "honoured", null],
    ["is ignored without a base", trials("-----", "PPPPP"), "ignored", null],
    ["is refused where no changed request was answered", [refused], "refused", null],
    ["is measured where some were refused", [refused, ...trials("PPPPP", "PPPPP")], "ignored", null],
    ["cannot be said where one request left it out", [leftOut, silent], "cannot-be-said", null],
    ["cannot be measured where no reply says", [silent, silent, silent, silent, silent], "unknown", "not-measurable"],
    ["may still be measured after four that do not", [silent, silent, silent, silent], "unknown", "too-few-trials"],
    ["is not known without a trial", [], "unknown", "too-few-trials"],
  ])("%s", (_title, effects, verdict, reason) => {
    expect(decideEffect(effects)).toEqual({ verdict, reason });
  });

  test("is in between where one side changes at every second reply, however long", () => {
    const cap = effectRule.cap;
    const effects = trials("P".repeat(cap), "Pe".repeat(cap / 2));
    expect(decideEffect(effects)).toEqual({ verdict: "unknown", reason: "in-between" });
    expect(isSettledEffect(decideEffect(effects))).toBe(true);
    expect(isSettledEffect(decideEffect(effects.slice(0, cap - 1)))).toBe(false);
  });

  test("is in between where most replies ignore it and the sides still differ clearly", () => {
    const changed = `${"Pe".repeat(15)}PPPPP`;
    expect(decideEffect(trials("P".repeat(35), changed))).toEqual({ verdict: "unknown", reason: "in-between" });
  });
});
