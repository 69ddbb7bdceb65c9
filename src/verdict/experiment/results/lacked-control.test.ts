import { expect, test } from "vitest";
import { targetNamed } from "../../../../test/samples/catalog-targets.js";
import type { ExperimentPlace } from "../places/place.js";
import type { Result } from "../result.js";
import { lackedControl } from "./lacked-control.js";

const places = ["kimi-k2.5/moonshot/chat-completions-stream", "claude-haiku-4.5/bedrock/converse-stream"].map(
  (id): ExperimentPlace => {
    const target = targetNamed(id);
    return { id, part: id.startsWith("kimi") ? "provider" : "model", says: "", target, client: "http" };
  },
);

function proved(factors: readonly string[], seats: readonly string[]): Result {
  const cause = { names: [{ factors, rule: "all" }], seats, probability: 0.99 };
  return {
    kind: "cause",
    cause,
    rate: { bad: 8, eligible: 8, estimate: 0.94, interval: [0.6, 1] },
  } as unknown as Result;
}

test("where the other provider rewrites what decides, one that does not is lacking", () => {
  expect(lackedControl(proved(["id-form"], ["provider", "region"]), places)).toEqual({
    control: "the same request at another provider, one that passes id-form on unchanged",
    tells: "separates the provider's serving from the model",
    // Five of five against none of five are apart.
    calls: 10,
  });
});

test.each([
  ["a factor that is not rewritten", ["sampling"], ["provider"]],
  ["no factor", [], ["provider"]],
  ["a cause that no place cures", ["id-form"], ["anywhere"]],
] as const)("nothing of the kind is lacking for %s", (_, factors, seats) => {
  expect(lackedControl(proved(factors, seats), places)).toBeNull();
});
