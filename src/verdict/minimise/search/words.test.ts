import { expect, test } from "vitest";
import { plainRequest } from "../../../chat/request.js";
import type { Unit } from "../units/unit.js";
import type { Stay } from "./fixed-point.js";
import type { MinimiseResult } from "./result.js";
import { claimSentences, stayInWords } from "./words.js";

const unit = (says: string): Unit => ({ id: `/${says}`, group: "parameters", says, parent: null, takes: [`/${says}`] });
const stay = (because: Stay["because"], tried: Stay["tried"] = null): Stay => ({ unit: unit("topP"), because, tried });
const cures = stay("cures", { bad: 0, eligible: 18, refusedAt: null });

const result: MinimiseResult = {
  ending: "fixed-point",
  request: plainRequest("m", []),
  rate: { bad: 4, eligible: 9 },
  keeps: 0.344,
  own: { bad: 3, eligible: 4 },
  removed: [unit("seed"), unit("topK")],
  stays: [cures],
  units: 3,
  calls: 60,
  voids: 0,
  refusals: 0,
  elsewhere: 0,
  isSteady: false,
  callsNeeded: null,
};

test("a fixed point says what it claims, how surely, and on which calls", () => {
  expect(claimSentences(result)).toEqual([
    "Fixed point: no single removal keeps 80 % of the failure rate. Without the one smallest part that is left, the request fails in less than 34 % of calls, each at 99.8 %.",
    "What is left failed in 3 of 4 calls made after the search; the whole request failed in 4 of 9 calls.",
    "2 parts could be removed; 1 of 3 units are left.",
  ]);
  const [first, refused] = claimSentences({ ...result, stays: [cures, cures, stay("refused")], removed: [] });
  expect(first).toContain("Without any one of the 2 smallest parts that are left,");
  expect(refused).toBe("1 more part cannot be removed: the service refuses the request without it.");
  expect(claimSentences({ ...result, stays: [] })[0]).toBe(
    "Fixed point: no part is left whose removal could end the failure.",
  );
});

test("an end of the budget is not called a fixed point", () => {
  const spent = { ...result, ending: "spent", callsNeeded: 41 } as const;
  expect(claimSentences(spent)).toEqual([
    "Not a fixed point: the budget ended after 60 calls. About 41 more are needed.",
    "This is the smallest request that was proven to fail (3 of 4 calls; the whole request: 4 of 9 calls). 2 parts could be removed; 1 of 3 units are left.",
  ]);
  expect(claimSentences({ ...spent, removed: [] })[1]).toBe(
    "No smaller request was proven to fail; the whole one failed in 4 of 9 calls.",
  );
});

test("the other endings say what was seen, and calls that did not count are named", () => {
  const never = { ...result, ending: "too-rare", rate: { bad: 0, eligible: 80 } } as const;
  expect(claimSentences(never)).toEqual(["The request did not fail in 80 calls, so there is nothing to minimise."]);
  expect(claimSentences({ ...never, rate: { bad: 1, eligible: 80 } })).toEqual([
    "The request failed in 1 of 80 calls: too seldom to minimise it.",
  ]);
  expect(claimSentences({ ...result, ending: "refused", voids: 1, elsewhere: 2, isSteady: true })).toEqual([
    "The service refuses the request as it is, so there is nothing to minimise.",
    "1 call showed nothing and did not count.",
    "2 calls did not count, since another upstream served them.",
    "The first replies are identical word for word, although each request had its own nonce.",
  ]);
  expect(claimSentences({ ...result, ending: "rate-changed", own: { bad: 0, eligible: 20 } })).toEqual([
    "The failure changed meanwhile: the request failed in 4 of 9 calls at the beginning, and in 0 of 20 calls at the end. Run it again when the rate is steady.",
    "2 parts could be removed: the smaller request was proven to fail before that. It is not a fixed point.",
  ]);
});

test("each part that stays says why", () => {
  expect(stayInWords(cures)).toBe("topP: without it the failure is gone (failed in 0 of 18 calls)");
  expect(stayInWords(stay("refused", { bad: 0, eligible: 0, refusedAt: 7 }))).toBe(
    "topP: without it the service refuses the request (call 7)",
  );
  expect(stayInWords(stay("around"))).toBe("topP: something inside it stays");
  expect(stayInWords(stay("invalid"))).toBe("topP: without it there is no request that can be sent");
  expect(stayInWords(stay("untried"))).toBe("topP: not tried without it");
  expect(stayInWords(stay("untried", { bad: 1, eligible: 6, refusedAt: null }))).toBe(
    "topP: not decided whether it is needed (failed in 1 of 6 calls)",
  );
});
