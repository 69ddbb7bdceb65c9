import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { SourceError } from "../source/source-error.js";
import { loadKnown } from "./load-known.js";
import { loadModels } from "./load-models.js";
import { loadScenarios } from "./load-scenarios.js";
import { publishedSchemas } from "./published-schemas.js";
import { parseTypedTarget } from "./typed-target.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const catalog = loadModels(`${root}scenarios/models.yaml`);
const scenarios = loadScenarios(`${root}scenarios`);

function target(id: string) {
  const found = catalog.targets.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no target ${id}`);
  return found;
}

function suite(name: string) {
  const found = catalog.suites.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no suite ${name}`);
  return found;
}

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

function write(text: string): string {
  const file = join(folder, "file.yaml");
  writeFileSync(file, text);
  return file;
}

describe("the shipped models.yaml", () => {
  test("has the six models of the comparison in its suite, in its order, replay only, tested on its date", () => {
    expect(suite("seed")).toMatchObject({
      live: false,
      tested: "2026-02-10",
      scenarioTags: ["seed"],
      models: ["kimi-k2.5", "claude-3.5-sonnet", "deepseek-r1", "mistral-large-3", "gpt-4o", "llama-3.3-70b"],
      columns: [
        { provider: "openrouter", api: "chat-completions" },
        { provider: "bedrock", api: "converse-stream" },
      ],
    });
    expect(suite("seed").unsupported.map((cell) => `${cell.model}/${cell.provider}/${cell.api}`)).toEqual([
      "gpt-4o/bedrock/converse-stream",
    ]);
    expect(catalog.defaults).toEqual({ replay: "seed", live: "current" });
  });

  test.each([
    ["kimi-k2.5/openrouter/chat-completions", "moonshotai/kimi-k2.5"],
    ["kimi-k2.5/bedrock/converse-stream", "moonshotai.kimi-k2.5"],
    ["claude-3.5-sonnet/openrouter/chat-completions", "anthropic/claude-3.5-sonnet"],
    ["claude-3.5-sonnet/bedrock/converse-stream", "us.anthropic.claude-3-5-sonnet-20241022-v2:0"],
    ["deepseek-r1/openrouter/chat-completions", "deepseek/deepseek-r1"],
    ["deepseek-r1/bedrock/converse-stream", "deepseek.r1-v1:0"],
    ["mistral-large-3/openrouter/chat-completions", "mistralai/mistral-large-2512"],
    ["mistral-large-3/bedrock/converse-stream", "mistral.mistral-large-3-675b-instruct"],
    ["gpt-4o/openrouter/chat-completions", "openai/gpt-4o"],
    ["llama-3.3-70b/openrouter/chat-completions", "meta-llama/llama-3.3-70b-instruct"],
    ["llama-3.3-70b/bedrock/converse-stream", "meta.llama3-3-70b-instruct-v1:0"],
  ])("asks %s as %s in the seed suite", (id, providerModelId) => {
    expect(suite("seed").targets).toContain(id);
    expect(target(id).providerModelId).toBe(providerModelId);
  });

  test("does not call the bare DeepSeek R1 and Llama ids unsupported: their refusal is the evidence", () => {
    expect(target("deepseek-r1/bedrock/converse-stream").capabilities.tools).toBeNull();
    expect(target("llama-3.3-70b/bedrock/converse-stream").capabilities.streamingTools).toBeNull();
    expect(target("deepseek-r1/bedrock/converse-stream@us-profile").capabilities.tools).toBe(false);
    expect(target("llama-3.3-70b/bedrock/converse-stream@us-profile").capabilities.streamingTools).toBe(false);
  });

  test("asks Kimi K2.5 in every way there is", () => {
    const ways = suite("current").targets.filter((id) => id.startsWith("kimi-k2.5/"));
    expect(ways.map((id) => id.slice("kimi-k2.5/".length))).toEqual([
      "openrouter/chat-completions",
      "openrouter/chat-completions@moonshotai",
      "openrouter/chat-completions-stream",
      "openrouter/chat-completions-stream@moonshotai",
      "moonshot/chat-completions",
      "moonshot/chat-completions-stream",
      "bedrock/converse",
      "bedrock/converse-stream",
      "bedrock/invoke-model",
      "bedrock/invoke-model-stream",
      "bedrock-openai/chat-completions",
      "bedrock-openai/chat-completions-stream",
      "bedrock-mantle/chat-completions",
      "bedrock-mantle/chat-completions-stream",
    ]);
  });

  test("resolves addresses, signing names, pins and body families", () => {
    expect(target("kimi-k2.5/bedrock-mantle/chat-completions")).toMatchObject({
      baseUrl: "https://bedrock-mantle.us-east-1.api.aws/v1",
      auth: "bedrock",
      signingName: "bedrock-mantle",
      region: "us-east-1",
    });
    expect(target("kimi-k2.5/bedrock-openai/chat-completions-stream")).toMatchObject({
      baseUrl: "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1",
      signingName: "bedrock",
    });
    expect(target("kimi-k2.5/openrouter/chat-completions@moonshotai")).toMatchObject({
      upstreamPin: "moonshotai",
      upstreamName: "Moonshot AI",
      extra: { provider: { only: ["moonshotai"], allow_fallbacks: false }, usage: { include: true } },
    });
    expect(target("kimi-k2.5/bedrock/invoke-model").quirks.family).toBe("moonshot");
    expect(target("kimi-k2.5/bedrock/converse").quirks.family).toBeNull();
    expect(target("claude-haiku-4.5/bedrock/converse").quirks.temperatureOrTopP).toBe(true);
  });

  test("gives every target a source with a date, and every price one", () => {
    for (const one of catalog.targets) {
      expect(one.sources.length, one.id).toBeGreaterThan(0);
      expect(
        [...one.sources, ...(one.price === null ? [] : [one.price])].map((source) => source.date).join(" "),
        one.id,
      ).toMatch(/^(\d{4}-\d{2}-\d{2} ?)+$/);
    }
  });

  test("has a price for every live target except those whose upstream is pinned", () => {
    const unpriced = suite("current").targets.filter((id) => target(id).price === null);
    expect(unpriced.every((id) => id.endsWith("@moonshotai"))).toBe(true);
  });

  test("says what it does in every file of the folder: the schema comment comes first", () => {
    const files = [
      ...scenarios.map((scenario) => scenario.file),
      `${root}scenarios/models.yaml`,
      `${root}scenarios/known.yaml`,
    ];
    for (const file of files) {
      expect(readFileSync(file, "utf8")).toMatch(
        /^# yaml-language-server: \$schema=(\.\.\/){1,2}schemas\/(scenario|models|known)\.schema\.json\n/,
      );
    }
  });
});

describe("the shipped known.yaml", () => {
  test("covers the red cells of the comparison, with names that exist and dates that hold for a year", () => {
    const known = loadKnown(`${root}scenarios/known.yaml`, { catalog, scenarios });
    expect(known.map((one) => [one.target, one.scenario, one.finding])).toEqual([
      ["kimi-k2.5/bedrock/converse-stream", "response-after-tool", "empty-reply"],
      ["kimi-k2.5/bedrock/converse-stream", "multi-step", "empty-reply"],
      ["llama-3.3-70b/openrouter/chat-completions", "tool-call", "unusual-tool-call"],
      ["llama-3.3-70b/openrouter/chat-completions", "response-after-tool", "describes-call"],
    ]);
    expect(known.every((one) => one.since === "2026-02-10" && one.expires.startsWith("2027-"))).toBe(true);
    expect(known[0]?.place).toMatch(/known\.yaml:7:5$/);
  });

  const names = { catalog, scenarios };
  const entry =
    "known:\n  - model: kimi-k2.5\n    provider: bedrock\n    api: converse-stream\n    scenario: tool-call\n    finding: empty-reply\n    bug: https://example.com/1\n    since: 2026-02-10\n    expires: 2027-01-01\n";

  test("may name a check and the claim that is expected", () => {
    const text = entry.replace("finding: empty-reply", "check: reply/not-empty\n    claim: flaky");
    expect(loadKnown(write(text), names)[0]).toMatchObject({ finding: null, check: "reply/not-empty", claim: "flaky" });
  });

  test.each([
    ["{ date: 2026-02-26 }", { symptom: null, outputTokens: null, region: null, date: "2026-02-26" }],
    [
      "{ symptom: no text, outputTokens: some, region: ap-southeast-2, date: 2026-02-26 }",
      { symptom: "no text", outputTokens: "some", region: "ap-southeast-2", date: "2026-02-26" },
    ],
    ["{ outputTokens: 0, date: 2026-02-10 }", { symptom: null, outputTokens: 0, region: null, date: "2026-02-10" }],
  ])("may say what the linked report shows: %s", (written, shows) => {
    const text = entry.replace("    since:", `    shows: ${written}\n    since:`);
    expect(loadKnown(write(text), names)[0]?.shows).toEqual(shows);
    expect(loadKnown(write(entry), names)[0]?.shows).toBeNull();
  });

  test("may expire the day after it began", () => {
    const text = entry.replace("expires: 2027-01-01", "expires: 2026-02-11");
    expect(loadKnown(write(text), names)[0]).toMatchObject({ since: "2026-02-10", expires: "2026-02-11", note: null });
  });

  test("may name a provider and an API in place of a target", () => {
    expect(loadKnown(write(entry), { catalog, scenarios })[0]).toMatchObject({
      target: null,
      provider: "bedrock",
      api: "converse-stream",
    });
  });

  test.each([
    ["model: kimi-k2.5", "model: kimi-k25", ":2:12", /there is no model "kimi-k25"/, /did you mean "kimi-k2.5"/],
    ["scenario: tool-call", "scenario: tool-calls", ":5:15", /there is no scenario/, /did you mean "tool-call"/],
    ["provider: bedrock", "provider: bedrok", ":3:15", /there is no provider/, /did you mean "bedrock"/],
    ["finding: empty-reply", "finding: empty-replies", ":6:14", /there is no finding/, /empty-reply/],
    ["finding: empty-reply", "check: reply/not-emty", ":6:12", /there is no check/, /did you mean "reply\/not-empty"/],
    ["finding: empty-reply", "check: empty-reply", ":6:12", /the id of a check, such as/, null],
    ["    finding: empty-reply\n", "", ":2:5", /a finding, a check, or both/, null],
    ["since:", "shows: { outputTokens: 0 }\n    since:", ":8:12", /date/, null],
    ["since:", "shows: { outputTokens: -1, date: 2026-02-10 }\n    since:", ":8:28", /outputTokens/, null],
    ["since:", "shows: { token: 0, date: 2026-02-10 }\n    since:", ":8:14", /unknown key "token"/, null],
    ["since:", "claim: pass\n    since:", ":8:12", /claim cannot be "pass"/, /fail/],
    ["    provider: bedrock\n", "", ":2:5", /either target, or provider and api/, null],
    ["expires: 2027-01-01", "expires: 2026-01-01", ":2:5", /expires must be later/, null],
    ["expires: 2027-01-01", "expires: 2026-02-10", ":2:5", /expires must be later/, null],
    [
      "    provider: bedrock\n",
      "    target: a/b/c\n    provider: bedrock\n",
      ":2:5",
      /either target, or provider and api/,
      null,
    ],
    ["    api: converse-stream\n", "", ":2:5", /either target, or provider and api/, null],
    ["expires: 2027-01-01", "expires: 2027-02-30", ":9:14", /no such day/, null],
    ["bug: https://example.com/1", "bug: javascript:alert(1)", ":7:10", /https/, null],
    ["bug: https://example.com/1", "bugs: https://example.com/1", ":7:5", /unknown key "bugs"/, /did you mean "bug"/],
  ])("%j → %j is refused", (from, to, where, message, hint) => {
    const error = errorOf(() =>
      loadKnown(write(entry.replace(from, to)), { ...names, findings: ["empty-reply"], checks: ["reply/not-empty"] }),
    );
    expect(error.where).toContain(where);
    expect(error.message).toMatch(message);
    if (hint !== null) expect(error.hint).toMatch(hint);
  });
});

const refused = (provider: string, api: string) =>
  `{ provider: ${provider}, id: v.one, apis: [${api}], says: no, source: here, date: 2026-01-01 }`;

const small = `defaults: { replay: all, live: all }
suites:
  all: { title: All, live: true, scenarioTags: [core], columns: [{ provider: bedrock, api: converse }] }
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

describe("a mistake in models.yaml is reported with its place and the fix", () => {
  test("a valid file raises none", () => {
    expect(loadModels(write(small)).targets.map((one) => one.id)).toEqual(["one/bedrock/converse"]);
  });

  test.each([
    ["provider: bedrock\n", "provider: bedrok\n", ":9:19", /no "bedrok" among the providers/, /did you mean "bedrock"/],
    ["converse: [all] }", "converse: [al] }", ":11:28", /no "al" among the suites/, /known suites|did you mean/],
    ["{ converse: [all] }", "{ convers: [all] }", ":11:17", /bedrock has no API "convers"/, /did you mean "converse"/],
    ["{ converse: [all] }", "{ chat-completions: [all] }", ":11:17", /bedrock has no API/, /converse/],
    ["{ converse: [all] }", "{ invoke-model: [] }", ":11:17", /body family/, /family: anthropic/],
    ["id: v.one", "id: ../one", ":10:13", /begins with a letter/, null],
    ["id: v.one", "id: v/../one", ":10:13", /\.\. segment/, null],
    ["id: v.one", "id: 5", ":10:13", /id must be text/, null],
    ["id: v.one", "id: v.one\n        region: evil.com#", ":11:17", /a region looks like/, null],
    ["id: v.one", "id: v.one\n        region: 169.254.169.254", ":11:17", /a region looks like/, null],
    ["id: v.one", 'id: v.one\n        quirks: { toolCallIdPattern: "(a+)+$" }', ":11:38", /no groups/, null],
    [
      "id: v.one",
      "id: v.one\n        price: { inputPerMillion: 1, outputPerMillion: 2 }",
      ":11:16",
      /"source" is missing/,
      null,
    ],
    ["        sources: [{ source: here, date: 2026-01-01 }]\n", "", ":9:9", /"sources" is missing/, null],
    ["replay: all", "replay: nothing", ":1:21", /no "nothing" among the suites/, null],
    [
      "columns: [{ provider: bedrock, api: converse }]",
      "columns: [{ provider: bedrock, api: converse-stream }]",
      ":3:65",
      /no column for it/,
      null,
    ],
    ["id: v.one", "id: v.one\n        path: openai/v1", ":11:15", /write the path of a base URL/, null],
    [
      "id: v.one",
      "id: v.one\n        path: /openai/v1",
      ":11:15",
      /base URL of bedrock does not end with \/v1/,
      /remove path/,
    ],
    [
      "vendor: V",
      `vendor: V\n    refuses: [${refused("bedrock-mantl", "responses")}]`,
      ":8:27",
      /no "bedrock-mantl" among the providers/,
      /did you mean "bedrock-mantle"/,
    ],
    [
      "vendor: V",
      `vendor: V\n    refuses: [${refused("bedrock-mantle", "converse")}]`,
      ":8:61",
      /bedrock-mantle has no API "converse"/,
      /known APIs/,
    ],
    [
      "vendor: V",
      `vendor: V\n    refuses: [${refused("bedrock", "converse")}]`,
      ":8:54",
      /v\.one is offered and refused on converse of bedrock/,
      /remove one/,
    ],
    ["vendor: V", "vendor: V\n    successor: tow", ":8:16", /no "tow" among the models/, null],
  ])("%j → %j", (from, to, where, message, hint) => {
    const error = errorOf(() => loadModels(write(small.replace(from, to))));
    expect(error.message).toMatch(message);
    expect(error.where).toContain(where);
    if (hint !== null) expect(error.hint).toMatch(hint);
  });

  test("two offers that would be one target need a variant", () => {
    const offer = small.slice(small.indexOf("      - provider"));
    expect(() => loadModels(write(small + offer))).toThrow(/"one\/bedrock\/converse" appears twice/);
    const apart = `${small}${offer.replace("id: v.one", "id: us.v.one\n        variant: us")}`;
    expect(loadModels(write(apart)).targets.map((one) => one.id)).toEqual([
      "one/bedrock/converse",
      "one/bedrock/converse@us",
    ]);
    const region = `${small}${offer.replace("id: v.one", "id: v.one\n        region: eu-west-1")}`;
    expect(loadModels(write(region)).targets[1]?.id).toBe("one/bedrock/converse@eu-west-1");
  });

  test("an OpenAI-compatible endpoint is a few lines", () => {
    const text = small
      .replace(
        "models:\n",
        "providers:\n  mine: { title: Mine, baseUrl: 'http://127.0.0.1:9/v1', keyVariable: MY_KEY }\nmodels:\n",
      )
      .replace("provider: bedrock\n", "provider: mine\n")
      .replace("{ converse: [all] }", "{ chat-completions: [all] }")
      .replace("provider: bedrock, api: converse", "provider: mine, api: chat-completions");
    expect(loadModels(write(text)).targets[0]).toMatchObject({
      id: "one/mine/chat-completions",
      baseUrl: "http://127.0.0.1:9/v1",
      auth: "bearer",
      keyVariable: "MY_KEY",
    });
  });
});

describe("the providers of the file", () => {
  const withProviders = (lines: string) => write(small.replace("models:\n", `providers:\n  ${lines}\nmodels:\n`));

  test("a built-in one keeps its APIs, its credentials and its quirks at another address", () => {
    const [usual] = loadModels(write(small)).targets;
    const [moved] = loadModels(withProviders("bedrock: { baseUrl: 'https://vpce.{region}.example' }")).targets;
    expect(usual).toMatchObject({ api: "converse", auth: "bedrock", baseUrl: null });
    expect(moved).toEqual({ ...usual, baseUrl: "https://vpce.us-east-1.example" });
  });

  test("a built-in one may have a key of its own", () => {
    const file = withProviders("bedrock: { baseUrl: 'https://h.example', keyVariable: OTHER_ACCOUNT }");
    expect(loadModels(file).targets[0]).toMatchObject({
      api: "converse",
      auth: "bearer",
      keyVariable: "OTHER_ACCOUNT",
    });
  });

  test.each([
    ["{ baseUrl: 'https://h.example', keyVariable: null }", 'the provider "mine" has no title'],
    ["{ title: Mine, baseUrl: 'https://h.example' }", 'the provider "mine" has no keyVariable'],
  ])("any other needs a title and says whether it has a key: %s", (entry, message) => {
    expect(() => loadModels(withProviders(`mine: ${entry}`))).toThrow(message);
  });
});

test.each(Object.entries(publishedSchemas()))(
  "schemas/%s is what the code says (npm run schemas writes it)",
  (name, text) => {
    expect(readFileSync(`${root}schemas/${name}`, "utf8")).toBe(text);
  },
);

function errorOf(load: () => unknown): SourceError {
  try {
    load();
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("a suite can have the targets of another, and no others by that", () => {
  const catalog = loadModels(`${root}scenarios/models.yaml`);
  const targetsOf = (name: string) => catalog.suites.find((suite) => suite.name === name)?.targets;
  expect(targetsOf("full")).toEqual(targetsOf("current"));
  expect(targetsOf("tools")).toEqual(targetsOf("current"));
  expect(targetsOf("seed")).not.toEqual(targetsOf("current"));
});

test("a suite that takes the targets of one that is not there is a mistake with its place", () => {
  const text = readFileSync(`${root}scenarios/models.yaml`, "utf8");
  const broken = write(text.replace("sameTargetsAs: current", "sameTargetsAs: curent"));
  expect(errorOf(() => loadModels(broken)).message).toMatch(/:\d+:\d+: .*"curent".*/);
});

describe("routes", () => {
  test("a model is asked at the path of its offer, and so is its id where it is typed", () => {
    expect(target("gpt-5.6-sol/bedrock-mantle/responses").baseUrl).toBe(
      "https://bedrock-mantle.us-east-1.api.aws/openai/v1",
    );
    expect(target("gpt-oss-120b/bedrock-mantle/responses").baseUrl).toBe("https://bedrock-mantle.us-east-1.api.aws/v1");
    expect(target("claude-opus-5/bedrock-mantle/messages").baseUrl).toBe(
      "https://bedrock-mantle.us-east-1.api.aws/anthropic/v1",
    );
    const typed = (text: string, baseUrl: string | null = null) => parseTypedTarget(text, { baseUrl, catalog }).baseUrl;
    expect(typed("bedrock-mantle/responses:openai.gpt-5.5@eu-west-1")).toBe(
      "https://bedrock-mantle.eu-west-1.api.aws/openai/v1",
    );
    expect(typed("bedrock-mantle/messages:openai.gpt-5.5")).toBe(
      "https://bedrock-mantle.us-east-1.api.aws/anthropic/v1",
    );
    expect(typed("bedrock-mantle/responses:openai.gpt-new")).toBe("https://bedrock-mantle.us-east-1.api.aws/v1");
    expect(typed("bedrock-mantle/responses:openai.gpt-5.5", "https://proxy.example/v1")).toBe(
      "https://proxy.example/v1",
    );
  });

  test("every other suite keeps its targets; those of routes have all of them, and the refused ones as cells", () => {
    const targetsOf = (name: string) => suite(name).targets;
    expect(targetsOf("current")).toHaveLength(54);
    expect(targetsOf("full")).toEqual(targetsOf("current"));
    expect(targetsOf("dialects")).toEqual(targetsOf("routes"));
    expect(targetsOf("routes")).toEqual(expect.arrayContaining([...targetsOf("current")]));
    const refusedOf = (name: string) => suite(name).unsupported.filter(({ reason }) => reason.startsWith("refused: "));
    expect(refusedOf("current")).toEqual([]);
    expect(refusedOf("routes")).toContainEqual({
      ...{ model: "gpt-oss-120b", provider: "bedrock-openai", api: "responses-stream", reason: "refused: HTTP 404" },
      source:
        "aws-samples/sample-per-model-bedrock 2ef21bd 00-foundations/04-bedrock-runtime-converse-and-profiles.ipynb",
      date: "2026-08-22",
    });
  });

  test("a refused route at another path is no cell where the model is served at its own", () => {
    const cells = suite("routes").unsupported.filter(({ model }) => model === "gpt-5.6-sol");
    expect(cells).toEqual([]);
  });
});
