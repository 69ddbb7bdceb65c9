import type { CauseId } from "../../src/verdict/identity/causes.js";
import type { SourceFacts } from "./source.js";

/** A pair of sources whose truth is known. `cause` null: the two are equal. `runs`: of the full measurement. */
export type Row = {
  readonly name: string;
  readonly A: SourceFacts;
  readonly B: SourceFacts;
  readonly cause: CauseId | null;
  readonly runs: number;
  /** True: the two sides count prompt tokens by other definitions. */
  readonly isApart?: true;
  /** True: every reply comes from another model. */
  readonly isSwap?: true;
};

const one: SourceFacts = { model: "one" };

/** The pairs, as the proof prints them. */
export const rows: readonly Row[] = [
  { name: "equal", A: one, B: one, cause: null, runs: 2000 },
  { name: "equal, one is throttled", A: one, B: { ...one, busy: 0.3 }, cause: null, runs: 400 },
  { name: "equal, both drift alike", A: { ...one, drift: 400 }, B: { ...one, drift: 400 }, cause: null, runs: 400 },
  { name: "another model", A: one, B: { model: "two", tokenizer: "other" }, cause: "weights", runs: 200, isSwap: true },
  {
    name: "another model of the same tokenizer",
    A: one,
    B: { model: "two" },
    cause: "weights",
    runs: 200,
    isSwap: true,
  },
  {
    name: "another model, through another API",
    A: one,
    B: { model: "two", tokenizer: "other" },
    cause: "weights",
    runs: 200,
    isApart: true,
    isSwap: true,
  },
  { name: "30 % of the replies from another model", A: one, B: { ...one, diluted: 0.3 }, cause: "mixture", runs: 200 },
  { name: "10 % of the replies from another model", A: one, B: { ...one, diluted: 0.1 }, cause: "mixture", runs: 200 },
  { name: "drift to another model", A: one, B: { ...one, drift: 300 }, cause: "drift", runs: 200 },
  { name: "a cache", A: one, B: { ...one, caches: true }, cause: "cache", runs: 200 },
  { name: "a default temperature of 0.6", A: one, B: { ...one, temperature: 0.6 }, cause: "sampling", runs: 200 },
  { name: "a default temperature of 0.2", A: one, B: { ...one, temperature: 0.2 }, cause: "sampling", runs: 200 },
  {
    name: "an injected prompt that gives way to ours",
    A: one,
    B: { ...one, injected: "gives way" },
    cause: "system-prompt",
    runs: 200,
  },
  {
    name: "an injected prompt that stays",
    A: one,
    B: { ...one, injected: "stays" },
    cause: "system-prompt",
    runs: 200,
  },
  {
    name: "an injected prompt that stays, through another API",
    A: one,
    B: { ...one, injected: "stays" },
    cause: "system-prompt",
    runs: 200,
    isApart: true,
  },
  { name: "reasoning on one side", A: one, B: { ...one, reasons: true }, cause: "reasoning", runs: 200 },
  { name: "another template", A: one, B: { ...one, template: 3 }, cause: "template", runs: 200 },
  {
    name: "quantised: 15 % of each distribution is another",
    A: one,
    B: { ...one, quantised: 0.15 },
    cause: "quantisation",
    runs: 200,
  },
  {
    name: "quantised: 30 % of each distribution is another",
    A: one,
    B: { ...one, quantised: 0.3 },
    cause: "quantisation",
    runs: 200,
  },
];
