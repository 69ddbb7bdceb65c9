import { expect, test } from "vitest";
import type { PlacedRequest } from "../../verdict/experiment/places/place.js";
import type { Ask } from "../../verdict/experiment/result.js";
import type { KeptCall } from "./experiment-store.js";
import { pairReference, referenceOf } from "./reference-of.js";

const target = "kimi-k2.5/bedrock/converse";
const other = "kimi-k2.5/openrouter/chat-completions";

/** The reference of call 7, which asks a place of this target; without a place, the failing one. */
function referenceAt(of: string | null, { pair = 3, nonce = true }: Partial<Ask>, calls: readonly KeptCall[] = []) {
  const arm = { changed: {}, place: of === null ? null : `${of}#sdk` };
  const ask: Ask = { arm, stage: pair === null ? "search" : "proof", pair, nonce, why: "" };
  const placed = { target: { id: of ?? target } } as PlacedRequest;
  return referenceOf({ ask, placed, number: 7, failingTarget: target }, calls);
}

/** A call of a pair, or of none, whose reply a cache gave or not. */
const kept = (pair: number | null, isCopy?: boolean) => ({ call: { pair }, isCopy }) as KeptCall;

test("single calls have a reference of their own, both of a pair have one, and some have none", () => {
  expect(referenceAt(null, { pair: null })).toBe(7);
  expect(referenceAt(null, {})).toBe(pairReference(3));
  expect(referenceAt(target, {})).toBe(pairReference(3));
  expect(referenceAt(other, {})).toBe(pairReference(3));
  expect(referenceAt(null, { nonce: false })).toBeNull();
});

test("once a cache has answered one of a pair with the other's reply, the other client of the same target has its own", () => {
  const copied = [kept(2, false), kept(2, true)];
  expect(referenceAt(target, {}, copied)).toBe(7);
  expect(referenceAt(null, {}, copied)).toBe(pairReference(3));
  expect(referenceAt(other, {}, copied)).toBe(pairReference(3));
});

test("a copy of a single call, or a call that notes nothing, changes no pair", () => {
  expect(referenceAt(target, {}, [kept(null, true), kept(2)])).toBe(pairReference(3));
});
