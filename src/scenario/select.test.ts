import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadModels } from "./load-models.js";
import { loadScenarios } from "./load-scenarios.js";
import { type SelectionError, selectScenarios, selectTargets } from "./select.js";
import { idPatternProblem, modelIdProblem, regionProblem } from "./target-names.js";
import { parseTypedTarget } from "./typed-target.js";

const catalog = loadModels(fileURLToPath(new URL("../../scenarios/models.yaml", import.meta.url)));
const scenarios = loadScenarios(fileURLToPath(new URL("../../scenarios", import.meta.url)));

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const { name, message, hint } = error as SelectionError;
    return `${name}: ${message} → ${hint}`;
  }
  throw new Error("accepted");
}

describe("choosing targets and scenarios", () => {
  test("a suite gives its targets in its order, and its scenarios by tag", () => {
    expect(selectTargets(catalog, { suite: "seed" })).toHaveLength(11);
    expect(selectScenarios(scenarios, { catalog, suite: "seed" }).map((one) => one.id)).toEqual([
      "basic-chat",
      "multi-step",
      "response-after-tool",
      "tool-call",
    ]);
    expect(selectScenarios(scenarios, { catalog, suite: "current" })).toHaveLength(6);
    expect(selectScenarios(scenarios, {})).toHaveLength(scenarios.length);
  });

  test("an API that no listed target has is named with a target to type; one that nothing serves, with those that are known", () => {
    const older = { ...catalog, targets: catalog.targets.filter(({ api }) => !/^(?:responses|messages)/.test(api)) };
    const of = (api: string, models: readonly string[] = []) =>
      refusal(() => selectTargets(older, { models, apis: [api] }));
    expect(of("responses", ["kimi-k2.5"])).toBe(
      "SelectionError: no target of models.yaml has the API responses → name one yourself: --target kimi-k2.5/openrouter/responses",
    );
    expect(of("messages", ["no-such-model"])).toContain('there is no "no-such-model" among the models');
    expect(of("generate-content")).toMatch(
      /there is no "generate-content" among the APIs → known APIs: chat-completions, /,
    );
  });

  test("models, providers and APIs leave out, scenario ids choose from all", () => {
    const chosen = selectTargets(catalog, {
      suite: "current",
      models: ["kimi-k2.5"],
      providers: ["bedrock"],
      apis: ["converse"],
    });
    expect(chosen.map((one) => one.id)).toEqual(["kimi-k2.5/bedrock/converse"]);
    expect(
      selectScenarios(scenarios, { catalog, suite: "seed", ids: ["response-after-own-call"] }).map((one) => one.id),
    ).toEqual(["response-after-own-call"]);
    expect(selectTargets(catalog, { suite: "seed", models: [], providers: [], apis: [] })).toHaveLength(11);
  });

  test("targets are named by id or typed, each once", () => {
    const id = "kimi-k2.5/bedrock/converse";
    const chosen = selectTargets(catalog, {
      suite: "seed",
      targets: [id, "bedrock/converse:moonshotai.kimi-k2.5", "moonshot:kimi-k2.5"],
    });
    expect(chosen.map((one) => one.id)).toEqual([id, "kimi-k2.5/moonshot/chat-completions"]);
  });

  test.each([
    [() => selectTargets(catalog, { suite: "sed" }), /no suite "sed" → did you mean "seed"/],
    [
      () => selectTargets(catalog, { suite: "seed", models: ["kimi-k25"] }),
      /no "kimi-k25" among the models → did you mean "kimi-k2.5"/,
    ],
    [() => selectTargets(catalog, { suite: "seed", providers: ["bedrok"] }), /providers → did you mean "bedrock"/],
    [() => selectTargets(catalog, { suite: "seed", apis: ["convers"] }), /APIs → did you mean "converse"/],
    [
      () => selectTargets(catalog, { suite: "seed", targets: ["kimi-k2.5/bedrock/convers"] }),
      /did you mean "kimi-k2.5\/bedrock\/converse"/,
    ],
    [
      () => selectTargets(catalog, { suite: "seed", models: ["claude-haiku-4.5"] }),
      /the suite seed has no target with --model claude-haiku-4.5 → the suites current, .* have one: --suite current$/,
    ],
    [
      () => selectTargets(catalog, { suite: "seed", models: ["gpt-4o"], providers: ["bedrock"] }),
      /no target with --model gpt-4o --provider bedrock → without --model gpt-4o, 5 are left; without --provider bedrock, 1 is left; no suite has one$/,
    ],
    [
      () => selectTargets(catalog, { targets: ["kimi-k2.5/bedrock/converse"], apis: ["invoke-model"] }),
      /--target kimi-k2.5\/bedrock\/converse: no target with --api invoke-model → remove --target or the other option$/,
    ],
    [() => selectScenarios(scenarios, { ids: ["tool-calls"] }), /scenarios → did you mean "tool-call"/],
    [() => selectScenarios(scenarios, { tags: ["sede"] }), /no scenario has the tag sede → did you mean "seed"/],
  ])("a name that leads nowhere is told with what was meant (%#)", (run, message) => {
    expect(refusal(run)).toMatch(message);
  });
});

test("an id of a listed model and provider on an API that the provider serves is a typed target", () => {
  const pick = (id: string) =>
    selectTargets(catalog, { targets: [id] }).map(({ id, providerModelId }) => [id, providerModelId]);
  const kimi = "moonshotai/kimi-k2.5";
  expect(pick("kimi-k2.5/openrouter/responses")).toEqual([["kimi-k2.5/openrouter/responses", kimi]]);
  expect(pick("kimi-k2.5/openrouter/responses-stream@moonshotai")).toEqual([
    ["kimi-k2.5/openrouter/responses-stream@moonshotai", kimi],
  ]);
  expect(() => pick("kimi-k2.5/bedrock/responses")).toThrow('there is no target "kimi-k2.5/bedrock/responses"');
  expect(() => pick("kimi-k9/openrouter/responses")).toThrow('there is no target "kimi-k9/openrouter/responses"');
  expect(refusal(() => pick("kimi-k2.5/openrouter/respones"))).toContain(
    'did you mean "kimi-k2.5/openrouter/responses"?',
  );
});

describe("typed targets", () => {
  const options = { baseUrl: null, catalog };

  test.each([
    [
      "openrouter:moonshotai/kimi-k2.5",
      { id: "kimi-k2.5/openrouter/chat-completions", api: "chat-completions", upstreamPin: null },
    ],
    [
      "openrouter/chat-completions-stream:moonshotai/kimi-k2.5@moonshotai",
      {
        id: "kimi-k2.5/openrouter/chat-completions-stream@moonshotai",
        upstreamPin: "moonshotai",
        extra: { usage: { include: true }, provider: { only: ["moonshotai"], allow_fallbacks: false } },
      },
    ],
    [
      "openrouter:some/new-model:free@deepinfra/fp8",
      { model: "some-new-model-free", providerModelId: "some/new-model:free", upstreamPin: "deepinfra/fp8" },
    ],
    [
      "bedrock/converse-stream:moonshotai.kimi-k2.5@us-west-2",
      { id: "kimi-k2.5/bedrock/converse-stream@us-west-2", region: "us-west-2" },
    ],
    ["bedrock:moonshotai.kimi-k2.5", { id: "kimi-k2.5/bedrock/converse-stream", region: "us-east-1" }],
    ["bedrock:us.deepseek.r1-v1:0", { id: "deepseek-r1/bedrock/converse-stream@us-profile" }],
    ["bedrock/invoke-model:moonshotai.kimi-k2.5", { id: "kimi-k2.5/bedrock/invoke-model" }],
    ["bedrock/invoke-model:x.y-v1:0?family=nova", { model: "x.y-v1-0" }],
    [
      "bedrock-mantle:moonshotai.kimi-k2.5@eu-west-1",
      { baseUrl: "https://bedrock-mantle.eu-west-1.api.aws/v1", signingName: "bedrock-mantle" },
    ],
    ["moonshot:kimi-k2.5", { id: "kimi-k2.5/moonshot/chat-completions", keyVariable: "MOONSHOT_API_KEY" }],
    [
      "openrouter/responses-stream:moonshotai/kimi-k2.5",
      {
        id: "kimi-k2.5/openrouter/responses-stream",
        baseUrl: "https://openrouter.ai/api/v1",
        capabilities: { stopSequences: false },
        extra: {},
      },
    ],
  ])("%s", (text, expected) => {
    expect(parseTypedTarget(text, options)).toMatchObject(expected);
  });

  test("an id that the catalog knows has the catalog's capabilities, quirks and price", () => {
    const { capabilities, quirks, price } = parseTypedTarget(
      "bedrock/converse:moonshotai.kimi-k2.5@us-west-2",
      options,
    );
    expect(capabilities.maxOutputTokens).toBe(16_000);
    expect(quirks.toolResultStatus).toBe(false);
    expect(price?.inputPerMillion).toBe(0.6);
    expect(parseTypedTarget("bedrock/invoke-model:moonshotai.kimi-k2.5", options).quirks.family).toBe("moonshot");
  });

  test("an endpoint of one's own needs a base URL, and no key unless one is named", () => {
    const own = parseTypedTarget("openai-chat:my-model", { baseUrl: "http://127.0.0.1:8080/v1/" });
    expect(own).toMatchObject({
      id: "my-model/openai-chat/chat-completions",
      baseUrl: "http://127.0.0.1:8080/v1",
      auth: "none",
      keyVariable: null,
    });
    const keyed = parseTypedTarget("openai-chat:my-model?key=MY_KEY", { baseUrl: "https://host/v1" });
    expect(keyed).toMatchObject({ auth: "bearer", keyVariable: "MY_KEY" });
  });

  test("Anthropic's own service is asked for Messages, with its key in its own header, whichever variable has it", () => {
    expect(parseTypedTarget("anthropic:claude-haiku-4-5", { baseUrl: null })).toMatchObject({
      id: "claude-haiku-4-5/anthropic/messages",
      baseUrl: "https://api.anthropic.com/v1",
      auth: "api-key",
      keyVariable: "ANTHROPIC_API_KEY",
    });
    const keyed = parseTypedTarget("anthropic/messages-stream:claude-haiku-4-5?key=OTHER_KEY", { baseUrl: null });
    expect(keyed).toMatchObject({ api: "messages-stream", auth: "api-key", keyVariable: "OTHER_KEY" });
    const mantle = parseTypedTarget("bedrock-mantle/messages:anthropic.claude-haiku-4-5@eu-west-1", { baseUrl: null });
    expect(mantle).toMatchObject({
      baseUrl: "https://bedrock-mantle.eu-west-1.api.aws/anthropic/v1",
      auth: "bedrock",
      signingName: "bedrock-mantle",
    });
    expect(() => parseTypedTarget("anthropic/chat-completions:claude", { baseUrl: null })).toThrow(
      'anthropic has no API "chat-completions"',
    );
  });

  test("the region is the typed one, else the given one, else the provider's", () => {
    expect(parseTypedTarget("bedrock:m.x", { baseUrl: null, region: "eu-west-1" }).region).toBe("eu-west-1");
    expect(parseTypedTarget("bedrock:m.x@ap-south-1", { baseUrl: null, region: "eu-west-1" }).region).toBe(
      "ap-south-1",
    );
    expect(parseTypedTarget("bedrock:m.x", { baseUrl: null }).region).toBe("us-east-1");
  });

  test.each([
    ["kimi-k2.5", /is not a target → write openrouter:moonshotai/],
    ["", /is not a target/],
    ["openruter:x", /no provider "openruter" → did you mean "openrouter"/],
    ["bedrock/convers:x", /bedrock has no API "convers" → did you mean "converse"/],
    ["bedrock/chat-completions:x", /bedrock has no API/],
    ["bedrock:", /cannot be a model id/],
    ["bedrock:..", /cannot be a model id/],
    ["bedrock:a/../b", /\.\. segment/],
    ["bedrock:a//b", /segment/],
    ["bedrock:x y", /cannot be a model id/],
    ["bedrock:x@evil.com#", /cannot be a region → a region looks like us-east-1/],
    ["bedrock:x@x@evil.com", /cannot be a region/],
    ["bedrock:x@169.254.169.254", /cannot be a region/],
    ["bedrock:x@US-EAST-1", /cannot be a region/],
    ["openrouter:x@../..", /cannot be an upstream/],
    ["moonshot:x@us-east-1", /neither regions nor upstreams/],
    ["bedrock/invoke-model:unknown.model", /body family → add \?family=/],
    ["bedrock:x?famly=nova", /no setting "famly" → did you mean "family"/],
    ["openrouter:x?key=sk-secret", /never the key itself/],
    ["openai-chat:x", /needs a base URL → add --base-url/],
  ])("%j is refused with an example", (text, message) => {
    expect(refusal(() => parseTypedTarget(text, options))).toMatch(message);
  });

  test.each(["ftp://host/v1", "https://user:pass@host/v1", "https://host/v1?x=1", "host/v1", "file:///etc/passwd"])(
    "the base URL %s is refused",
    (baseUrl) => {
      expect(refusal(() => parseTypedTarget("openai-chat:x", { baseUrl }))).toMatch(/cannot be a base URL/);
    },
  );
});

test.each([
  ["us-east-1", true],
  ["us-gov-west-1", true],
  ["ap-southeast-2", true],
  ["us_east_1", false],
  ["evil.com", false],
  ["us-east-1.evil.com", false],
  ["us-east-1\n", false],
  [`us-${"x".repeat(64)}-1`, false],
])("%j as a region: %s", (region, fits) => {
  expect(regionProblem(region) === null).toBe(fits);
});

test("a model id may be an ARN, and no longer than 2,048 characters", () => {
  expect(modelIdProblem("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.deepseek.r1-v1:0")).toBeNull();
  expect(modelIdProblem(`a${"b".repeat(2_047)}`)).toBeNull();
  expect(modelIdProblem(`a${"b".repeat(2_048)}`)).not.toBeNull();
});

test.each([
  ["^[a-zA-Z0-9_.:-]{1,64}$", true],
  ["^functions\\.[A-Za-z0-9_-]+:\\d+$", true],
  ["(a+)+$", false],
  ["^(a+)+$", false],
  ["^a|b$", false],
  ["^[a-z]+[a-z]+[a-z]+$", false],
  ["^([a-z]+)\\1$", false],
  ["^[z-a]$", false],
])("%j as an id pattern: %s", (pattern, fits) => {
  expect(idPatternProblem(pattern) === null).toBe(fits);
});
