import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { loadModels } from "../load-models.js";
import { drawsFrom } from "./quota.js";

const small = `defaults: { replay: all, live: all }
suites:
  all: { title: All, live: true, scenarioTags: [core], columns: [{ provider: bedrock, api: converse }] }
providers:
PROVIDERS
models:
  one:
    title: One
    vendor: V
    offers:
      - provider: bedrock
        id: v.one
        apis: { converse: [all] }
        sources: [{ source: here, date: 2026-01-01 }]
`;

/** Loads a file with these lines under `providers`, from its fifth line on. */
function load(providers: string) {
  const file = join(temporaryFolder(), "models.yaml");
  writeFileSync(file, small.replace("PROVIDERS", providers));
  return loadModels(file);
}

function provider(catalog: ReturnType<typeof load>, name: string) {
  const found = catalog.providers.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no provider ${name}`);
  return found;
}

test("a built-in provider may have a pace alone, and stays where it was", () => {
  const catalog = load("  bedrock: { requestsPerMinute: 60, inFlight: 8 }\n  openrouter: { requestsPerMinute: 0.5 }");
  expect(provider(catalog, "bedrock").pace).toEqual({ requestsPerMinute: 60, inFlight: 8 });
  expect(provider(catalog, "openrouter").pace).toEqual({ requestsPerMinute: 0.5, inFlight: null });
  expect(provider(catalog, "moonshot").pace).toEqual({ requestsPerMinute: null, inFlight: null });
  expect(provider(catalog, "openrouter").baseUrl).toBe("https://openrouter.ai/api/v1");
  expect(catalog.targets[0]).toMatchObject({ baseUrl: null, auth: "bedrock" });
});

test("a quota names what shares it, and leaves out what it does not limit", () => {
  const catalog = load(
    "  bedrock:\n    quotas:\n      - { models: [v.one], region: eu-west-1, tokensPerMinute: 5000, replyTokens: 5 }\n      - { tokensPerDay: 9 }",
  );
  expect(provider(catalog, "bedrock").quotas).toEqual([
    {
      ...{ name: "bedrock v.one eu-west-1", models: ["v.one"], region: "eu-west-1" },
      ...{ tokensPerMinute: 5000, tokensPerDay: null, replyTokens: 5 },
    },
    { name: "bedrock", models: null, region: null, tokensPerMinute: null, tokensPerDay: 9, replyTokens: 1 },
  ]);
});

test("a target draws from the quotas of its model and region", () => {
  const [target] = load("  bedrock: {}").targets;
  if (target === undefined) throw new Error("no target");
  const all = { name: "q", tokensPerMinute: 1, tokensPerDay: null, replyTokens: 1 };
  const draws = (models: readonly string[] | null, region: string | null) =>
    drawsFrom({ ...all, models, region }, target);
  expect([draws(null, null), draws(["v.one"], null), draws(["v.one"], "us-east-1")]).toEqual([true, true, true]);
  expect([draws(["us.v.one"], null), draws(null, "us-west-2")]).toEqual([false, false]);
});

test.each([
  ["bedrock: { requestsPerMinute: 0 }", ":5:33", /requestsPerMinute/],
  ["bedrock: { inFlight: 1.5 }", ":5:24", /inFlight/],
  ['bedrock: { requestsPerMinute: "60" }', ":5:33", /requestsPerMinute must be a number/],
  ["bedrock: { requestsPerMinutes: 60 }", ":5:14", /"requestsPerMinutes"/],
  ["bedrock: { quotas: [{ models: [v.on], tokensPerDay: 1 }] }", ":5:34", /no offer of bedrock has the id "v.on"/],
  ["bedrock: { quotas: [{ models: [v.one] }] }", ":5:23", /the quota limits nothing/],
  ["bedrock: { quotas: [{ models: [], tokensPerDay: 1 }] }", ":5:33", /models/],
  ["bedrock: { quotas: [{ tokensPerDay: 1 }, { tokensPerMinute: 1 }] }", ":5:44", /"bedrock" appears twice/],
  ["bedrock-openai: { quotas: [{ tokensPerDay: 1 }] }", ":5:29", /draws from the quotas of bedrock/],
  ["openrouter: { quotas: [{ region: us-east-1, tokensPerDay: 1 }] }", ":5:36", /openrouter has no regions/],
  ["mine: { title: Mine, keyVariable: null }", ":5:3", /the provider "mine" has no baseUrl/],
])("%s is a mistake with its place", (entry, place, message) => {
  const failed = () => load(`  ${entry}`);
  expect(failed).toThrow(message);
  expect(failed).toThrow(place);
});
