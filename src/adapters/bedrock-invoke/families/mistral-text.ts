import type { JsonObject } from "../../../chat/json.js";
import { finishIn } from "../../draft/finish-word.js";
import { objectsIn, stringIn } from "../../draft/read-json.js";
import { type Draft, finishWith, note, update } from "../../draft/stream-state.js";
import type { PromptTemplate } from "../encode/prompt.js";
import { promptFamily, writeFamilyText } from "./prompt-family.js";

/**
 * Mistral text completion: `[INST]` prompts, `{outputs: [{text, stop_reason}]}` whole and per record. Terminal record: the
 * one whose output has a `stop_reason`. The body has no token counts; metrics (stream) or headers (whole) do.
 * Sources: AWS "Mistral AI text completion" (read 2026-08); recordings of `mistral.mistral-7b-instruct-v0:2` and
 * `mistral.mistral-small-2402-v1:0`.
 */
export const mistralTextFamily = promptFamily({
  id: "mistral-text",
  template: instTemplate(),
  settings: {
    family: "mistral-text",
    places: {
      maxOutputTokens: "max_tokens",
      temperature: "temperature",
      topP: "top_p",
      topK: "top_k",
      stopSequences: "stop",
    },
    maxTemperature: 1,
    shaped: [],
  },
  promptMember: "prompt",
  settingsMember: null,
  envelope: null,
  readReply: readOutputs,
  readRecord: readOutputs,
});

function readOutputs(draft: Draft, record: JsonObject): void {
  const outputs = objectsIn(record, "outputs");
  if (outputs === null) return;
  update(draft, { recognised: true });
  const [output] = outputs;
  if (output === undefined) return;
  if (outputs.length > 1) note(draft, "extra-choices", `${outputs.length} outputs came; the first one is read`);
  writeFamilyText(draft, null, stringIn(output, "text"));
  const finish = finishIn(output, "stop_reason");
  if (finish === null) return;
  finishWith(draft, finish);
  update(draft, { terminal: true });
}

function instTemplate(): PromptTemplate {
  return {
    specials: ["<s>", "</s>", "[INST]", "[/INST]"],
    render: (system, turns) => {
      const first = turns.findIndex((turn) => turn.role === "user");
      const lead = system === null ? "" : `${system}\n\n`;
      const spoken = turns.map(({ role, text }, at) => {
        if (role === "user") return `[INST] ${at === first ? lead : ""}${text} [/INST]`;
        return at === turns.length - 1 ? ` ${text}` : ` ${text}</s>`;
      });
      const alone = first < 0 && system !== null ? `[INST] ${system} [/INST]` : "";
      return `<s>${alone}${spoken.join("")}`;
    },
  };
}
