import { expect, test } from "vitest";
import { catalogue } from "./broken/catalogue.js";
import { apiNames, seededCell } from "./broken/seeded-run.js";
import { chatHar, converseHar, judgedHar, refusedHar } from "./support/judged-har.js";

/** A symptom as users recorded it, and the seeded fault that shows the same in a run: both must be called by the same name. */
type Symptom = {
  readonly symptom: string;
  readonly har: string;
  readonly name: string;
  readonly fault: string;
  /** The API of the run; default: the first of the fault. */
  readonly api?: keyof typeof apiNames;
};

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};
const asked = (model: string, members: object = {}) => ({
  model,
  messages: [{ role: "user", content: "What is the weather in Whitby?" }],
  tools: [weather],
  ...members,
});
const kimi = "moonshotai/kimi-k2.5";
const whole = (
  model: string,
  choice: object,
  usage = { prompt_tokens: 10, completion_tokens: 9, total_tokens: 19 },
) => ({
  ...{ id: "gen-1", object: "chat.completion", created: 1, model, usage },
  choices: [{ index: 0, ...choice }],
});
const chunk = (members: object) => ({
  id: "gen-1",
  object: "chat.completion.chunk",
  created: 1,
  model: kimi,
  ...members,
});
const said = (content: string | null, members: object = {}) => ({
  message: { role: "assistant", content, ...members },
});

const symptoms: readonly Symptom[] = [
  {
    symptom: "an error inside a stream whose chunk has no choice",
    har: chatHar(asked(kimi, { stream: true }), [
      chunk({ choices: [], error: { code: 502, message: "The worker has no room for another request" } }),
    ]),
    ...{ name: "midstream-error (unavailable)", fault: "an error in a stream, then [DONE]" },
  },
  {
    symptom: "a stop without text that the upstream calls network_error",
    har: chatHar(asked(kimi, { stream: true }), [
      chunk({
        choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop", native_finish_reason: "network_error" }],
      }),
    ]),
    ...{ name: "model-error (broken-off)", fault: "silence under stop that the upstream calls network_error" },
    api: "chat-stream",
  },
  {
    symptom: "whole calls, [DONE], and no finish reason",
    har: chatHar(asked(kimi, { stream: true }), [
      chunk({
        choices: [
          {
            index: 0,
            finish_reason: null,
            delta: {
              role: "assistant",
              tool_calls: [
                {
                  index: 0,
                  id: "a1",
                  type: "function",
                  function: { name: "get_weather", arguments: '{"city":"Whitby"}' },
                },
              ],
            },
          },
        ],
      }),
    ]),
    ...{ name: "finish-missing", fault: "a call without a finish", api: "chat-stream" },
  },
  {
    symptom: "a call in the tokens of Kimi K3 as text",
    har: chatHar(
      asked("moonshotai/kimi-k3"),
      whole("moonshotai/kimi-k3", {
        finish_reason: "stop",
        ...said(
          '<|open|>toolscall tool="get_weather" index="1"<|sep|><|open|>argument key="city" type="string"<|sep|>Whitby<|close|>argument<|sep|><|close|>call<|sep|><|close|>tools<|sep|>',
        ),
      }),
    ),
    ...{ name: "tool-call-as-text (kimi-k3)", fault: "a call as text, kimi-k3" },
  },
  {
    symptom: "another family's model in the reply",
    har: chatHar(
      asked("anthropic/claude-opus-5"),
      whole("deepseek/deepseek-v4-flash", { finish_reason: "stop", ...said("Rain.") }),
    ),
    ...{ name: "served-model-differs (other-family)", fault: "the answer of deepseek/deepseek-v4-flash" },
  },
  {
    symptom: "a keyword of the schema refused",
    har: refusedHar("us.anthropic.claude-sonnet-4-5-20250929-v1:0", 400, {
      type: "ValidationException",
      message:
        "The model returned the following errors: output_config.format.schema: For 'array' type, property 'maxItems' is not supported",
      asked: { outputConfig: { textFormat: { type: "json_schema" } } },
    }),
    ...{ name: "request-refused (schema-keyword)", fault: "refused: schema-keyword" },
  },
  {
    symptom: "calls in the history of a request without tools refused",
    har: refusedHar("us.openai.gpt-5.6-sol", 400, {
      type: "ValidationException",
      message: "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    }),
    ...{ name: "request-refused (invalid-history)", fault: "calls in the history without tools refused" },
  },
  {
    symptom: "a call that the upstream calls malformed",
    har: chatHar(
      asked("google/gemini-3-flash-preview"),
      whole("google/gemini-3-flash-preview", {
        ...{ finish_reason: "error", native_finish_reason: "MALFORMED_FUNCTION_CALL", ...said(null) },
      }),
    ),
    ...{ name: "malformed-function-call", fault: "malformed tool use" },
  },
  {
    symptom: "a limit reached while still reasoning",
    har: chatHar(
      asked(kimi),
      whole(kimi, { finish_reason: "length", ...said("", { reasoning: "First I look at the tide tables" }) }),
    ),
    ...{ name: "cut-by-max-tokens", fault: "cut while still reasoning" },
  },
];

test.each(symptoms)("$symptom: a run calls it as judge does", async ({ har, name, fault, api }) => {
  const seeded = catalogue.find(({ id }) => id === fault);
  if (seeded === undefined) throw new Error(`no fault ${fault}`);
  const { scenario, behaviour } = seeded;
  const ran = await seededCell({ api: apiNames[api ?? seeded.apis[0] ?? "chat"], scenario, behaviour });
  const judged = await judgedHar(har);
  const bad = judged.found.filter((one) => one.startsWith("bad ")).map((one) => one.replace("bad ", ""));
  const ofRun = ran.findings.filter(({ severity }) => severity === "bad").map(named);
  expect({ judged: bad.map((one) => plain(one, name)), run: ofRun.map((one) => plain(one, name)) }).toEqual({
    judged: [name],
    run: [name],
  });
});

test("a cache marker refused with the status of a missing right: neither calls it a right that is missing", async () => {
  const judged = await judgedHar(
    refusedHar("moonshot.kimi-k2-thinking", 403, {
      type: "AccessDeniedException",
      message:
        "You invoked an unsupported model or your request did not allow prompt caching. See the documentation for more information.",
      asked: { system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }] },
    }),
  );
  const behaviour = { faults: [{ fault: "refuse" as const, as: "prompt-caching" as const }] };
  const ran = await seededCell({ api: "converse", scenario: "tool-call", behaviour });
  expect([judged.observed, judged.reason]).toEqual(["unsupported", ran.reason]);
  expect(ran.observed).toBe("unsupported");
});

test("cached tokens beside the input, as Converse counts them: nothing is wrong", async () => {
  const reply = {
    ...{ metrics: { latencyMs: 1 }, stopReason: "end_turn" },
    output: { message: { role: "assistant", content: [{ text: "High water is at 14:05." }] } },
    usage: {
      ...{ inputTokens: 368, outputTokens: 19, totalTokens: 10_923 },
      ...{ cacheReadInputTokens: 10_536, cacheWriteInputTokens: 0 },
    },
  };
  const { observed, found } = await judgedHar(converseHar("us.anthropic.claude-sonnet-5", reply));
  expect([observed, found.filter((one) => !one.includes("request-id"))]).toEqual(["ok", []]);
});

function named({ id, cause }: { readonly id: string; readonly cause: string | null }): string {
  return cause === null ? id : `${id} (${cause})`;
}

/** Without its cause, where the name that is looked for has none. */
function plain(one: string, name: string): string {
  return name.includes("(") ? one : one.replace(/ \(.*\)$/, "");
}
