import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { buildRequest, samplingLeftOut } from "./build-request.js";

const scenario = scenarios.find(({ id }) => id === "basic-chat");
const [step] = scenario?.steps ?? [];

test.each([
  ["claude-opus-5/anthropic/messages", null, ["temperature"]],
  ["claude-haiku-4.5/anthropic/messages", 1, []],
  ["kimi-k2.5/bedrock/converse", 1, []],
])("%s is sent the temperature %j, and what is not sent is said", (id, temperature, unsent) => {
  const target = catalog.targets.find((one) => one.id === id);
  if (scenario === undefined || step === undefined || target === undefined) throw new Error("not there");
  expect(buildRequest({ scenario, step, target, messages: [] }).temperature).toBe(temperature);
  expect(samplingLeftOut({ scenario, step, target }).map(({ field }) => field)).toEqual(unsent);
});
