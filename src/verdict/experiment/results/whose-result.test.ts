import { expect, test } from "vitest";
import { targetNamed } from "../../../../test/samples/catalog-targets.js";
import { plainRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { Seat } from "../hypotheses/place-parts.js";
import type { Result } from "../result.js";
import { whoseResult } from "./whose-result.js";

const bedrock = targetNamed("kimi-k2.5/bedrock/converse-stream");
const unpinned = targetNamed("kimi-k2.5/openrouter/chat-completions");
const pinned = targetNamed("kimi-k2.5/openrouter/chat-completions@moonshotai");

type Cause = Extract<Result, { kind: "cause" }>;

const cause = (seat: Seat, place: Cause["place"], factors: readonly string[] = []): Result => ({
  ...{ kind: "cause", cause: { names: [{ rule: "all", factors }], seats: [seat], probability: 0.99 }, cures: {} },
  ...{ rate: { bad: 9, eligible: 9, interval: [0.6, 1], estimate: 0.95 }, contrasts: [], evidence: 80, place },
  ...{ missing: [], order: null, ruledOut: [], calls: 40, voids: 0, refused: [], copies: "none", rateChangedAt: null },
  ...{ givenUp: [], merged: [], beliefs: { causes: [], noFault: 0, everywhere: 0, upstream: 0 } },
});

const whose = (result: Result, target: Target = bedrock) => {
  const call = { request: plainRequest("m", []), target, client: "http" as const, sentinels: [], findings: [] };
  const found = whoseResult(result, { call, places: [] });
  return found === null ? null : [found.party, found.standing];
};

test.each<readonly [what: string, result: Result, target: Target, whose: readonly [string, string | null]]>([
  ["another API is fine, proved", cause("api", "proved"), bedrock, ["provider-translation", "established"]],
  ["the same without a proof of its own", cause("api", "suspected"), bedrock, ["provider-translation", "suspected"]],
  ["another provider is fine, proved", cause("provider", "proved"), bedrock, ["provider-serving", "established"]],
  ["from a pinned gateway", cause("provider", "proved"), pinned, ["provider-serving", "established"]],
  [
    "from a gateway that may ask any upstream",
    cause("provider", "proved"),
    unpinned,
    ["provider-serving", "suspected"],
  ],
  ["one of two clients", cause("transport", "proved"), bedrock, ["adapter", "suspected"]],
  ["a factor wherever it is asked", cause("anywhere", null, ["sampling"]), bedrock, ["model", "established"]],
])("%s", (_, result, target, expected) => {
  expect(whose(result, target)).toEqual(expected);
});

test("no party where no cause is named", () => {
  const { rate } = cause("api", "proved") as Cause;
  const noticed = { ...cause("api", "proved") };
  expect(whose({ ...noticed, kind: "no-difference", rate })).toBeNull();
});
