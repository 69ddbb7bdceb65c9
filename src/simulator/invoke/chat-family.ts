import type { JsonObject } from "../../chat/json.js";
import { type Answer, type AnswerCall, callsOf } from "../answer/answer.js";
import { chatMistake } from "../refuse/chat-mistake.js";
import { readOpenAi } from "../request/read-openai.js";
import { contentOf, finishReasonOf, taggedText } from "../write/chat-members.js";
import { argumentDeltas, deltasOf, type WriteContext } from "../write/piece.js";
import { type Family, finishWord, type StreamRecord } from "./family.js";

/** The model is in the path: a body need not name it. */
function chatFamilyMistake(body: JsonObject): string | null {
  return chatMistake({ model: "", ...body }, readOpenAi(body));
}

/** The differences between the OpenAI-like families. */
type ChatFamily = {
  /** `usage` in the body: never, in unary replies, or also in every chunk of a stream. */
  readonly usage: "none" | "unary" | "every-chunk";
  /** null `tool_calls` in replies without calls, and no `object` and `created`, as in Jamba. */
  readonly jamba: boolean;
};

const tagged = { reasoning: "tag" } as const;

/** Kimi: streams report usage only in the metrics; reasoning is in `<reasoning>` (litellm `amazon_moonshot_transformation.py`, 2026). */
export const moonshot: Family = chatFamily({ usage: "unary", jamba: false });
/** gpt-oss: like Kimi (AWS user guide, model parameters of OpenAI models, 2026). */
export const gptOss: Family = chatFamily({ usage: "unary", jamba: false });
/** DeepSeek V3: chat-style choices (AWS user guide, 2026). */
export const deepseekV3: Family = chatFamily({ usage: "unary", jamba: false });
/** Jamba 1.5 (recordings of 2025-09). */
export const ai21: Family = chatFamily({ usage: "every-chunk", jamba: true });

/** Mistral's chat form: `message` and `stop_reason`, also in the chunks of a stream (AWS user guide, 2026). */
export const mistralChat: Family = {
  requires: ["messages"],
  mistake: chatFamilyMistake,
  read: readOpenAi,
  unary: (answer) => ({
    choices: [{ index: 0, message: messageOf(answer, false), stop_reason: mistralReason(answer) }],
  }),
  stream: (answer) => [
    ...deltasOf(taggedText(answer, tagged)).map(
      (content, index): StreamRecord => ({
        mark: index === 0 ? "start" : "delta",
        value: { choices: [{ index: 0, message: { role: "assistant", content }, stop_reason: null }] },
      }),
    ),
    {
      mark: "finish",
      value: {
        choices: [
          { index: 0, message: { ...messageOf(answer, false), content: "" }, stop_reason: mistralReason(answer) },
        ],
      },
    },
  ],
};

function chatFamily(how: ChatFamily): Family {
  return {
    requires: ["messages"],
    mistake: chatFamilyMistake,
    read: readOpenAi,
    unary: (answer, context) => ({
      ...envelope(context, "chat.completion", how),
      choices: [{ index: 0, message: messageOf(answer, how.jamba), finish_reason: finishReasonOf(answer.finish) }],
      ...(how.usage === "none" ? {} : usageMember(answer)),
    }),
    stream: (answer, context) => {
      const members = {
        ...envelope(context, "chat.completion.chunk", how),
        ...(how.usage === "every-chunk" ? usageMember(answer) : {}),
      };
      const finish_reason = finishReasonOf(answer.finish);
      return [
        record("start", members, { delta: { role: "assistant", content: "" }, finish_reason: null }),
        ...deltas(answer).map((delta) => record("delta", members, { delta, finish_reason: null })),
        record("finish", members, { delta: {}, finish_reason }),
      ];
    },
  };
}

function record(mark: StreamRecord["mark"], members: JsonObject, choice: JsonObject): StreamRecord {
  return { mark, value: { ...members, choices: [{ index: 0, ...choice }] } };
}

function envelope({ request, behaviour, random, nowMs }: WriteContext, object: string, how: ChatFamily): JsonObject {
  const model = behaviour.servedAs ?? request.model;
  const id = `chatcmpl-${random.uuid()}`;
  return how.jamba ? { id, model } : { id, object, created: Math.floor(nowMs / 1000), model };
}

function usageMember({ usage }: Answer): JsonObject {
  if (usage === null) return {};
  const { input, output, cached } = usage;
  const counts = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  return { usage: cached === 0 ? counts : { ...counts, prompt_tokens_details: { cached_tokens: cached } } };
}

function messageOf(answer: Answer, jamba: boolean): JsonObject {
  const calls = callsOf(answer);
  const content = contentOf(answer, tagged);
  if (calls.length === 0) return { role: "assistant", content, ...(jamba ? { tool_calls: null } : {}) };
  return { role: "assistant", content, tool_calls: calls.map((call) => callMember(call, call.argumentsText)) };
}

function callMember(call: AnswerCall, argumentsText: string): JsonObject {
  const id: JsonObject = call.id === null ? {} : { id: call.id };
  return { ...id, type: "function", function: { name: call.name, arguments: argumentsText } };
}

function deltas(answer: Answer): readonly JsonObject[] {
  const texts = deltasOf(taggedText(answer, tagged)).map((content) => ({ content }));
  const calls = callsOf(answer).flatMap((call, index) => [
    { tool_calls: [{ index, ...callMember(call, "") }] },
    ...argumentDeltas(call.argumentsText).map((text) => ({ tool_calls: [{ index, function: { arguments: text } }] })),
  ]);
  return [...texts, ...calls];
}

function mistralReason(answer: Answer): string | null {
  return finishWord(answer, { stop: "stop", length: "length", calls: "tool_calls", filter: "content_filter" });
}
