import type { JsonObject } from "../../../chat/json.js";
import type { EnvelopeTags } from "../../draft/envelope.js";
import { finishIn } from "../../draft/finish-word.js";
import { objectsIn, stringIn } from "../../draft/read-json.js";
import { type Draft, finishWith, note, update } from "../../draft/stream-state.js";
import { closeEnveloped } from "../../draft/write-parts.js";
import type { PromptTemplate } from "../encode/prompt.js";
import { readGeneration } from "./llama.js";
import { promptFamily, writeFamilyText } from "./prompt-family.js";

/** The prompt format ends inside `<think>`, so the reply begins with reasoning and has only the closing tag. */
const think: EnvelopeTags = { open: "<think>", close: "</think>", opened: true };

/**
 * DeepSeek R1: one prompt in DeepSeek's tokens, `{choices: [{text, stop_reason}]}` whole and per record. Terminal record:
 * the one whose choice has a `stop_reason`. R1 imported into Bedrock answers like Llama (`generation`): both are read.
 * The text up to `</think>` is reasoning; without that tag the text is unchanged. No tools.
 * Sources: AWS "DeepSeek models" (model-parameters-deepseek, read 2026-08); langchain-aws (`choices[].text`) and litellm
 * (`generation`) disagree. No recording was available.
 */
export const deepseekR1Family = promptFamily({
  id: "deepseek-r1",
  template: deepseekTemplate(),
  settings: {
    family: "deepseek-r1",
    places: { maxOutputTokens: "max_tokens", temperature: "temperature", topP: "top_p", stopSequences: "stop" },
    maxTemperature: 1,
    shaped: [],
  },
  promptMember: "prompt",
  settingsMember: null,
  envelope: think,
  readReply: readChoices,
  readRecord: readChoices,
});

function readChoices(draft: Draft, record: JsonObject): void {
  const choices = objectsIn(record, "choices");
  if (choices === null) {
    readImported(draft, record);
    return;
  }
  update(draft, { recognised: true });
  const [choice] = choices;
  if (choice === undefined) return;
  if (choices.length > 1) note(draft, "extra-choices", `${choices.length} choices came; the first one is read`);
  writeFamilyText(draft, think, stringIn(choice, "text"));
  const finish = finishIn(choice, "stop_reason") ?? finishIn(choice, "finish_reason");
  if (finish === null) return;
  closeEnveloped(draft, think);
  finishWith(draft, finish);
  update(draft, { terminal: true });
}

function readImported(draft: Draft, record: JsonObject): void {
  writeFamilyText(draft, think, stringIn(record, "generation"));
  const { generation: _text, ...rest } = record;
  if (finishIn(rest, "stop_reason") !== null) closeEnveloped(draft, think);
  readGeneration(draft, rest);
}

function deepseekTemplate(): PromptTemplate {
  const begin = "<｜begin▁of▁sentence｜>";
  const end = "<｜end▁of▁sentence｜>";
  const user = "<｜User｜>";
  const assistant = "<｜Assistant｜>";
  return {
    specials: [begin, end, user, assistant, "<think>", "</think>"],
    render: (system, turns) => {
      const spoken = turns.map(({ role, text }, at) => {
        if (role === "user") return `${user}${text}`;
        return at === turns.length - 1 ? `${assistant}${text}` : `${assistant}${text}${end}`;
      });
      const open = turns.at(-1)?.role === "assistant" ? "" : `${assistant}<think>\n`;
      return `${begin}${system === null ? "" : system}${spoken.join("")}${open}`;
    },
  };
}
