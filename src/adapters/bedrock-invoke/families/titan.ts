import type { JsonObject } from "../../../chat/json.js";
import type { Finish } from "../../../chat/reply.js";
import { finishIn } from "../../draft/finish-word.js";
import { numberIn, objectsIn, stringIn } from "../../draft/read-json.js";
import { type Draft, finishWith, note, update } from "../../draft/stream-state.js";
import { withBodyUsage } from "../../draft/usage-counts.js";
import type { PromptTemplate } from "../encode/prompt.js";
import { promptFamily, writeFamilyText } from "./prompt-family.js";

/**
 * Amazon Titan Text: `{inputText, textGenerationConfig}`; whole replies `{inputTextTokenCount, results: [{tokenCount,
 * outputText, completionReason}]}`, records `{outputText, totalOutputTextTokenCount, completionReason, …}`. Terminal
 * record: the one with a `completionReason` or a `totalOutputTextTokenCount` (a blocked input has only the count, and
 * `amazon-bedrock-guardrailAction`, which then gives the finish).
 * Sources: AWS "Amazon Titan Text models" (read 2026-08); recordings of titan-text-express, -lite and -tg1, which have
 * `FINISH` where the guide says `FINISHED`.
 */
export const titanFamily = promptFamily({
  id: "titan",
  template: titanTemplate(),
  settings: {
    family: "titan",
    places: {
      maxOutputTokens: "maxTokenCount",
      temperature: "temperature",
      topP: "topP",
      stopSequences: "stopSequences",
    },
    maxTemperature: 1,
    shaped: [],
  },
  promptMember: "inputText",
  settingsMember: "textGenerationConfig",
  envelope: null,
  readReply,
  readRecord,
});

function readReply(draft: Draft, body: JsonObject): void {
  const results = objectsIn(body, "results");
  if (results === null) return;
  update(draft, { recognised: true });
  const [result] = results;
  if (result === undefined) return;
  if (results.length > 1) note(draft, "extra-choices", `${results.length} results came; the first one is read`);
  writeFamilyText(draft, null, stringIn(result, "outputText"));
  countTokens(draft, numberIn(body, "inputTextTokenCount"), numberIn(result, "tokenCount"));
  readFinish(draft, body, finishIn(result, "completionReason"));
}

function readRecord(draft: Draft, record: JsonObject): void {
  writeFamilyText(draft, null, stringIn(record, "outputText"));
  const output = numberIn(record, "totalOutputTextTokenCount");
  const finish = finishIn(record, "completionReason");
  countTokens(draft, numberIn(record, "inputTextTokenCount"), output);
  if (finish === null && output === null) return;
  readFinish(draft, record, finish);
  update(draft, { terminal: true, recognised: true });
}

function readFinish(draft: Draft, body: JsonObject, own: Finish | null): void {
  const finish = own ?? finishIn(body, "amazon-bedrock-guardrailAction");
  if (finish !== null) finishWith(draft, finish);
}

function countTokens(draft: Draft, input: number | null, output: number | null): void {
  if (input === null && output === null) return;
  const raw = {
    ...(input === null ? {} : { inputTextTokenCount: input }),
    ...(output === null ? {} : { tokenCount: output }),
  };
  update(draft, { usage: withBodyUsage(draft.state.usage, { fresh: input, output }, raw) });
}

/** Sends a single question unchanged, and a conversation in the `User:` / `Bot:` form of the guide. */
function titanTemplate(): PromptTemplate {
  return {
    specials: ["\nUser:", "\nBot:"],
    render: (system, turns) => {
      const lead = system === null ? "" : `${system}\n\n`;
      const [only] = turns;
      if (turns.length === 1 && only?.role === "user") return `${lead}${only.text}`;
      const spoken = turns.map(({ role, text }) => `${role === "user" ? "User" : "Bot"}: ${text}`);
      const open = turns.at(-1)?.role === "assistant" ? "" : "\nBot:";
      return `${lead}${spoken.join("\n")}${open}`;
    },
  };
}
