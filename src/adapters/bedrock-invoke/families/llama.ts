import type { JsonObject } from "../../../chat/json.js";
import { finishIn } from "../../draft/finish-word.js";
import { numberIn, stringIn } from "../../draft/read-json.js";
import { type Draft, finishWith, update } from "../../draft/stream-state.js";
import { withBodyUsage } from "../../draft/usage-counts.js";
import type { PromptTemplate } from "../encode/prompt.js";
import { promptFamily, writeFamilyText } from "./prompt-family.js";

/**
 * Meta Llama 3: one prompt in the header format, `{generation, prompt_token_count, generation_token_count, stop_reason}`
 * whole and per record. Terminal record: the one whose `stop_reason` is not null. No tools: the body has no member for them.
 * Sources: AWS "Meta Llama models" (model-parameters-meta, read 2026-08); recordings of `meta.llama3-8b-instruct-v1:0`.
 */
export const llamaFamily = promptFamily({
  id: "llama",
  template: llama3Template(),
  settings: {
    family: "llama",
    places: { maxOutputTokens: "max_gen_len", temperature: "temperature", topP: "top_p" },
    maxTemperature: 1,
    shaped: [],
  },
  promptMember: "prompt",
  settingsMember: null,
  envelope: null,
  readReply: readGeneration,
  readRecord: readGeneration,
});

/** `{generation, …}`, which Llama shares with models imported into Bedrock. */
export function readGeneration(draft: Draft, record: JsonObject): void {
  writeFamilyText(draft, null, stringIn(record, "generation"));
  readGenerationUsage(draft, record);
  const finish = finishIn(record, "stop_reason");
  if (finish === null) return;
  finishWith(draft, finish);
  update(draft, { terminal: true, recognised: true });
}

function readGenerationUsage(draft: Draft, record: JsonObject): void {
  const prompt = numberIn(record, "prompt_token_count");
  const generated = numberIn(record, "generation_token_count");
  if (prompt === null && generated === null) return;
  // Every record has the count so far; only the last one is the reply's count.
  const final = finishIn(record, "stop_reason") !== null;
  const raw = {
    ...(prompt === null ? {} : { prompt_token_count: prompt }),
    ...(generated === null || !final ? {} : { generation_token_count: generated }),
  };
  if (Object.keys(raw).length === 0) return;
  update(draft, {
    usage: withBodyUsage(draft.state.usage, { fresh: prompt, output: final ? generated : null }, raw),
  });
}

function llama3Template(): PromptTemplate {
  const turn = (role: string, text: string) => `<|start_header_id|>${role}<|end_header_id|>\n\n${text}`;
  return {
    specials: [
      "<|begin_of_text|>",
      "<|start_header_id|>",
      "<|end_header_id|>",
      "<|eot_id|>",
      "<|eom_id|>",
      "<|python_tag|>",
    ],
    render: (system, turns) => {
      const opening = system === null ? "" : `${turn("system", system)}<|eot_id|>`;
      const prefilled = turns.at(-1)?.role === "assistant";
      const spoken = turns.map(({ role, text }, at) =>
        prefilled && at === turns.length - 1 ? turn(role, text) : `${turn(role, text)}<|eot_id|>`,
      );
      return `<|begin_of_text|>${opening}${spoken.join("")}${prefilled ? "" : turn("assistant", "")}`;
    },
  };
}
