import type { JsonObject } from "../../../chat/json.js";
import { finishIn } from "../../draft/finish-word.js";
import { objectIn, objectsIn, stringIn } from "../../draft/read-json.js";
import { type Draft, finishWith, note, update } from "../../draft/stream-state.js";
import { writeText } from "../../draft/write-parts.js";
import { decodedBody, namesOf, readSettings, type SettingNames } from "../decode-request/decoded-body.js";
import { chatFamily } from "./chat-family.js";
import type { DecodedBody, Family } from "./family.js";

const jamba = chatFamily({
  id: "ai21",
  family: "ai21",
  images: false,
  settings: {
    family: "ai21",
    places: {
      maxOutputTokens: "max_tokens",
      temperature: "temperature",
      topP: "top_p",
      presencePenalty: "presence_penalty",
      frequencyPenalty: "frequency_penalty",
      stopSequences: "stop",
    },
    maxTemperature: 2,
    shaped: ["toolChoice", "responseFormat"],
  },
  toolChoices: { auto: "auto", none: "none", required: "required", named: true },
  refusedSettings: [],
  toolCallIdPattern: null,
  reasoning: "none",
  envelope: null,
});

/**
 * AI21: Jamba uses a Chat Completions body. Its metrics arrive in a chunk of their own after the terminal record, which is
 * the chunk with `finish_reason`. The retired J2 models used `{prompt, maxTokens, …}` and
 * `{completions: [{data: {text}, finishReason: {reason}}]}`, which are read but not written; they never streamed.
 * Sources: AWS "AI21 Labs models" (read 2026-08); recordings of `ai21.jamba-1-5-mini-v1:0`, `ai21.j2-mid-v1`, `-ultra-v1`.
 */
export const ai21Family: Family = {
  ...jamba,
  readReply: (draft, body) => {
    const completions = objectsIn(body, "completions");
    if (completions === null) jamba.readReply(draft, body);
    else readCompletions(draft, completions);
  },
  decodeRequest: (body) => (stringIn(body, "prompt") === null ? jamba.decodeRequest(body) : decodeJurassic(body)),
};

function readCompletions(draft: Draft, completions: readonly JsonObject[]): void {
  update(draft, { recognised: true });
  const [completion] = completions;
  if (completion === undefined) return;
  if (completions.length > 1)
    note(draft, "extra-choices", `${completions.length} completions came; the first one is read`);
  const text = stringIn(objectIn(completion, "data") ?? {}, "text");
  if (text !== null) writeText(draft, "text", text);
  const finish = finishIn(objectIn(completion, "finishReason") ?? {}, "reason");
  if (finish !== null) finishWith(draft, finish);
}

function decodeJurassic(body: JsonObject): DecodedBody {
  const names: SettingNames = {
    maxOutputTokens: ["maxTokens"],
    temperature: ["temperature"],
    topP: ["topP"],
    stopSequences: ["stopSequences"],
  };
  const text = stringIn(body, "prompt");
  return decodedBody(body, {
    messages: text === null ? [] : [{ role: "user", parts: [{ kind: "text", text }], name: null }],
    settings: readSettings(body, names),
    members: ["prompt", ...namesOf(names)],
  });
}
