import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { ArgumentMatcher, Expectation } from "./expectation.js";
import { loadScenarios } from "./load-scenarios.js";
import type { Step } from "./scenario.js";

const shipped = loadScenarios(fileURLToPath(new URL("../../scenarios", import.meta.url)));

describe("the shipped scenarios", () => {
  test("are these, with the tags of the suites", () => {
    // test/schema-scenarios.test.ts has the keywords of schemas.
    const others = shipped.filter(({ tags }) => !tags.includes("schema"));
    expect(others.map((scenario) => [scenario.id, scenario.tags.join(" ")])).toEqual([
      ["basic-chat", "seed core"],
      ["branch-after-result", "tools full"],
      ["cache-marker", "cache"],
      ["canary", "canary"],
      ["chain-of-eight", "full"],
      ["chain-of-four", "tools full"],
      ["choice-without-tools", "probes"],
      ["content-parts", "probes"],
      ["developer-message", "full"],
      ["document-in-question", "media"],
      ["document-in-result", "media"],
      ["dotted-ids", "tools full"],
      ["effect-frequency-penalty", "parameters"],
      ["effect-json-object", "parameters"],
      ["effect-json-schema", "parameters"],
      ["effect-logprobs", "parameters"],
      ["effect-max-tokens", "parameters"],
      ["effect-parallel-calls", "parameters"],
      ["effect-presence-penalty", "parameters"],
      ["effect-reasoning-effort", "parameters"],
      ["effect-reasoning-off", "parameters"],
      ["effect-seed", "parameters"],
      ["effect-stop", "parameters"],
      ["effect-temperature", "parameters"],
      ["effect-tool-choice-named", "parameters"],
      ["effect-tool-choice-none", "parameters"],
      ["effect-tool-choice-required", "parameters"],
      ["effect-top-k", "parameters"],
      ["effect-top-p", "parameters"],
      ["empty-result", "tools full"],
      ["error-result", "tools full"],
      ["few-shot-calls", "tools full"],
      ["image-before-question", "media"],
      ["image-in-question", "media"],
      ["image-of-earlier-turn", "media"],
      ["image-result", "full"],
      ["image-result-alone", "media"],
      ["image-result-first", "media"],
      ["image-result-two", "media"],
      ["image-results-parallel", "media"],
      ["json-result", "tools full"],
      ["large-result", "full"],
      ["many-tools", "tools full"],
      ["message-name", "probes"],
      ["multi-part-result", "tools full"],
      ["multi-step", "seed core"],
      ["nested-arguments", "tools full"],
      ["no-call-needed", "tools full"],
      ["odd-tool-schema", "probes"],
      ["output-16k", "load"],
      ["output-1k", "load"],
      ["output-4k", "load"],
      ["output-enum", "full structured"],
      ["output-json", "full structured"],
      ["output-nested", "full structured"],
      ["output-object", "full structured"],
      ["parallel-calls", "tools stream full"],
      ["parallel-results-reversed", "dialects"],
      ["plain-request", "probes"],
      ["probe-fixed-sampling", "probes"],
      ["probe-image", "probes"],
      ["probe-malformed-json", "probes"],
      ["probe-messages", "probes"],
      ["probe-oversize", "probes"],
      ["probe-reasoning-items", "dialects"],
      ["probe-response-format", "probes"],
      ["probe-sampling-members", "probes"],
      ["probe-settings", "probes"],
      ["probe-thinking-blocks", "dialects"],
      ["probe-tool-choice", "probes"],
      ["probe-tool-definitions", "probes"],
      ["probe-tool-results", "probes"],
      ["probe-unknown-model", "probes"],
      ["probe-wrong-key", "probes"],
      ["reasoning-altered", "dialects"],
      ["reasoning-dropped", "tools full"],
      ["reasoning-elsewhere", "full"],
      ["reasoning-kept", "tools full"],
      ["recall", "full"],
      ["recall-128k", "load"],
      ["recall-16k", "load"],
      ["recall-16k-in-turns", "load"],
      ["recall-256k", "load"],
      ["recall-64k", "load"],
      ["repeat-cached", "parameters"],
      ["repeat-same-reply", "parameters"],
      ["repeated-call-ids", "dialects"],
      ["response-after-native-id", "core"],
      ["response-after-own-call", "core"],
      ["response-after-tool", "seed core"],
      ["same-role-messages", "full"],
      ["stop-sequence", "full"],
      ["system-message", "full"],
      ["text-format-with-tools", "probes"],
      ["token-limit", "full"],
      ["tool-call", "seed core"],
      ["tool-choice-named", "tools full"],
      ["tool-choice-none", "tools full"],
      ["tool-choice-required", "tools full"],
      ["two-choices", "probes"],
      ["two-images-in-question", "media"],
      ["unicode-arguments", "tools stream full"],
      ["users-at-once", "load"],
      ["wrong-tool", "tools full"],
      ["zero-arguments", "tools stream full"],
    ]);
  });

  const steps = shipped.flatMap((scenario) =>
    scenario.steps.map((step) => [`${scenario.id} ${step.id}`, step] as const),
  );
  test.each(steps)("the example of %s meets the step's own expectations", (_name, step) => {
    expect(step.expect.filter((expectation) => !meets(step, expectation))).toEqual([]);
  });

  test.each(shipped.map((scenario) => [scenario.id, scenario] as const))(
    "%s gives no answer away in what it asks",
    (_id, scenario) => {
      // Each of several users has a word of its own.
      const own = scenario.steps.flatMap(({ conversation }) => conversation?.marker ?? []);
      const asked = scenario.steps
        .map((step) => step.say ?? "")
        .join(" ")
        .toLowerCase();
      const sentinels = scenario.steps.flatMap((step) =>
        step.expect.flatMap((one) =>
          one.kind === "uses-result" ? one.groups.flat() : one.kind === "says" ? one.anyOf : [],
        ),
      );
      expect(sentinels.filter((word) => asked.includes(word.toLowerCase()) && !own.includes(word))).toEqual([]);
    },
  );

  // Top-p is compared without a temperature, reasoning with it on, and a repeat at 0.
  const special = [
    "token-limit",
    "effect-top-p",
    "effect-reasoning-effort",
    "effect-reasoning-off",
    "repeat-same-reply",
    "plain-request",
    "reasoning-altered",
  ];
  const roomy = shipped.filter(
    ({ id, tags }) => !special.includes(id) && !id.startsWith("probe-") && !tags.includes("load"),
  );
  test.each(roomy.map((scenario) => [scenario.id, scenario.settings] as const))(
    "%s leaves a thinking model room and sends one sampling setting that every service takes",
    (_id, settings) => {
      expect(settings).toMatchObject({
        maxOutputTokens: 1024,
        temperature: 1,
        topP: null,
        reasoning: { mode: "default" },
      });
    },
  );

  test("scripted ids are nine letters and digits, or Kimi's own form", () => {
    const ids = Object.fromEntries(
      shipped.map(({ id, history }) => [id, history.flatMap((one) => (one.role === "tool" ? [one.toolCallId] : []))]),
    );
    expect(ids["response-after-tool"]).toEqual(["callSF001"]);
    expect(ids["response-after-native-id"]).toEqual(["functions.get_weather:0"]);
    expect(ids["response-after-own-call"]).toEqual([]);
  });
});

/** A plain reading of the expectations, apart from the verdict's own. */
function meets(step: Step, expectation: Expectation): boolean {
  const text = step.example
    .flatMap((part) => (part.kind === "text" ? [part.text] : []))
    .join("")
    .toLowerCase();
  const calls = step.example.flatMap((part) => (part.kind === "tool-call" ? [part] : []));
  const contains = (word: string) => text.includes(word.toLowerCase());
  switch (expectation.kind) {
    case "says":
      return expectation.anyOf.some(contains);
    case "uses-result":
      return expectation.groups.every((group) => group.some(contains));
    case "refused":
      return step.example.length === 0;
    case "no-calls":
      return calls.length === 0;
    case "finish":
      // How an example ends is not written down: one that is to be cut is cut by the limit.
      return (
        expectation.anyOf.includes(calls.length > 0 ? "tool-calls" : "stop") || expectation.anyOf.includes("length")
      );

    case "calls":
      return (
        calls.length === expectation.calls.length &&
        expectation.calls.every((wanted) =>
          calls.some((call) => {
            const given: { readonly [name: string]: unknown } = JSON.parse(call.argumentsText ?? "{}");
            const named = call.name === wanted.tool && call.id === null;
            return named && Object.entries(wanted.arguments).every(([name, matcher]) => matches(given[name], matcher));
          }),
        )
      );
  }
}

function matches(value: unknown, matcher: ArgumentMatcher): boolean {
  if (matcher.kind === "contains") return String(value).toLowerCase().includes(matcher.text.toLowerCase());
  if (matcher.kind === "equals") return JSON.stringify(value) === JSON.stringify(matcher.value);
  return matcher.kind === "present" ? value !== undefined : matcher.values.includes(String(value));
}
