import { expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import type { Scenario } from "../../scenario/scenario.js";
import { scenarios } from "../simulated.fixture.js";
import { matchStep } from "./match-step.js";
import { readConverse } from "./read-converse.js";
import { readOpenAi } from "./read-openai.js";
import { readParameters } from "./read-parameters.js";
import { readSettings } from "./read-settings.js";

const [plain] = scenarios;
const [asks] = plain?.steps ?? [];
if (plain === undefined || asks === undefined) throw new Error("the fixture has no scenario");

const pair: Scenario = {
  ...plain,
  id: "a-pair",
  steps: [
    { ...asks, id: "free" },
    { ...asks, id: "stopped", fresh: true, settings: { stopSequences: ["3"], seed: 7 } },
    { ...asks, id: "after", say: "And twice that?" },
    { ...asks, id: "limited", fresh: true, settings: { maxOutputTokens: 8 } },
  ],
};

const user = (content: string) => ({ role: "user", content });
const chat = (body: JsonObject) => ({
  ...readOpenAi(body),
  settings: readSettings(body),
  parameters: readParameters(body),
});
const found = (body: JsonObject) => matchStep(chat(body), [pair])?.step.id;

test("a step is found by the settings that it changes, in the words of the API", () => {
  const messages = [user("What is 15 + 27?")];
  expect(found({ messages, max_tokens: 100 })).toBe("free");
  expect(found({ messages, max_tokens: 100, stop: "3", seed: 7 })).toBe("stopped");
  expect(found({ messages, max_tokens: 8 })).toBe("limited");
  const body = {
    messages: [{ role: "user", content: [{ text: "What is 15 + 27?" }] }],
    inferenceConfig: { maxTokens: 100, stopSequences: ["3"] },
  };
  const converse = { ...readConverse(body), settings: readSettings(body), parameters: readParameters(body) };
  expect(matchStep(converse, [pair])?.step.id).toBe("stopped");
});

test("the step after a fresh one is found by what was said since then", () => {
  const said = [user("What is 15 + 27?"), { role: "assistant", content: "42" }, user("And twice that?")];
  expect(found({ messages: said })).toBe("after");
  expect(
    found({ messages: [...said, { role: "assistant", content: "84" }, user("What is 15 + 27?")] }),
  ).toBeUndefined();
});

test("a limit, a stop sequence and a penalty are read wherever a body has them", () => {
  const none = {
    maxOutputTokens: null,
    temperature: null,
    topP: null,
    topK: null,
    seed: null,
    presencePenalty: null,
    frequencyPenalty: null,
    choices: null,
    logprobs: null,
    stopSequences: null,
  };
  expect(readSettings({ max_tokens: null, temperature: 0, presence_penalty: 1.5, stop: ["a"] })).toEqual({
    ...none,
    temperature: 0,
    presencePenalty: 1.5,
    stopSequences: ["a"],
  });
  expect(readSettings({ textGenerationConfig: { maxTokenCount: 9, topP: 0.5 } })).toEqual({
    ...none,
    maxOutputTokens: 9,
    topP: 0.5,
  });
  expect(readSettings({ logprobs: true, top_logprobs: 2 })).toEqual({ ...none, logprobs: 2 });
  expect(readSettings({ logprobs: true })).toEqual({ ...none, logprobs: 0 });
  expect(readSettings({ additionalModelRequestFields: { top_k: 3, seed: 0 } })).toEqual({ ...none, topK: 3, seed: 0 });
});
