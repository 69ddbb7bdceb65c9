import { join } from "node:path";
import { expect, test } from "vitest";
import { target } from "../../../test/samples/matrices.js";
import { scenario, step } from "../../../test/samples/transcripts.js";
import { root } from "../../../test/support/repository.js";
import type { Target } from "../../chat/target.js";
import { type CommandOf, type CommandOptions, cellCommand, runCommand } from "./run-command.js";

const asked = scenario([step("ask"), step("again")], { id: "two-steps" });
/** Two calls of at most 256 output tokens, at 400 US dollars a million: 0.2048; input tokens cost nothing. */
const priced: Target = {
  ...target({}),
  price: { inputPerMillion: 0, outputPerMillion: 400, source: "a page", date: "2026-11-28" },
};
const unpriced = target({ target: "other" });
const of = (mode: CommandOf["mode"], targets = [priced]): CommandOf => ({
  ...{ mode, suite: "current", scenarios: [asked], targets },
});
const sdk: CommandOptions = { client: "sdk", trials: 1 };
const rule = { acceptable: 0.02, unacceptable: 0.1, alpha: 0.05, cap: 200 };

test.each<[string, CommandOptions, CommandOf, string]>([
  ["a replay", { ...sdk, trials: 5 }, of("replay"), ""],
  [
    "a replay of other files",
    { ...sdk, scenarios: "my scenarios", models: "m.yaml", known: "k.yaml", fixtures: "../f" },
    of("replay"),
    " --scenarios 'my scenarios' --models m.yaml --known k.yaml --fixtures ../f",
  ],
  [
    "a replay of the shipped files",
    {
      ...sdk,
      scenarios: "scenarios",
      models: join(root, "scenarios/models.yaml"),
      known: join(root, "scenarios/known.yaml"),
      fixtures: "fixtures",
    },
    of("replay"),
    "",
  ],
  [
    "a filtered replay",
    { ...sdk, model: ["a", "b c"], api: ["converse"] },
    of("replay"),
    " --model a --model 'b c' --api converse",
  ],
  ["a live run", { ...sdk, fixtures: "mine" }, of("live"), " --live --trials 1 --max-cost 0.21"],
  ["a night", { ...sdk, trials: 50, gate: "full" }, of("live"), " --live --gate --max-cost 10.24"],
  ["a cheap night", { ...sdk, trials: 32, gate: "cheap" }, of("live"), " --live --gate cheap --max-cost 6.56"],
  ["a live run with retries", { ...sdk, retries: 1 }, of("live"), " --live --trials 1 --retries 1 --max-cost 0.41"],
  ["a live run with a target without a price", sdk, of("live", [priced, unpriced]), " --live --trials 1 --max-calls 4"],
  [
    "a live run until a test decides",
    { ...sdk, trials: 200, sequential: rule },
    of("live"),
    " --live --trials auto --max-cost 40.96",
  ],
  [
    "a run until another test decides",
    { ...sdk, trials: 50, sequential: { acceptable: 0.01, unacceptable: 0.2, alpha: 0.1, cap: 50 } },
    of("live"),
    " --live --trials auto --max-trials 50 --acceptable-rate 0.01 --unacceptable-rate 0.2 --confidence 0.9 --max-cost 10.24",
  ],
  [
    "a simulated run of a typed target",
    {
      ...sdk,
      client: "both",
      nonce: true,
      simulator: "http://127.0.0.1:1",
      target: ["openai-chat:m?key=K"],
      baseUrl: "http://h/v1",
    },
    of("simulator"),
    " --target 'openai-chat:m?key=K' --base-url http://h/v1 --client both --nonce --simulator http://127.0.0.1:1 --trials 1",
  ],
])("the command of %s", (_title, options, what, rest) => {
  expect(runCommand(options, what)).toBe(`llm-parity run --suite current${rest}`);
});

test("the command of a cell names it alone, asks at least ten times, and costs what that cell costs", () => {
  const options = { ...sdk, model: ["kimi-k2.5"], provider: ["bedrock"] };
  const cell = " --target kimi-k2.5/bedrock/converse-stream --scenario two-steps";
  expect(cellCommand(options, of("live"))).toBe(
    `llm-parity run --suite current${cell} --live --trials 10 --max-cost 2.05`,
  );
  expect(cellCommand({ ...options, trials: 30 }, of("simulator"))).toBe(
    `llm-parity run --suite current${cell} --trials 30`,
  );
  expect(cellCommand(options, of("replay"))).toBe(`llm-parity run --suite current${cell}`);
});
