import { countingFinish } from "../../../chat/finish-of.js";
import type { JsonObject } from "../../../chat/json.js";
import { noteOnce } from "../../draft-notes.js";
import { closeParts } from "./delta.js";
import { blankFinish, decodeFinish } from "./finish.js";
import type { Draft } from "./stream-state.js";

/** Reads the finish of a choice, if it has one, and ends the open parts. One that comes again counts where it says more. */
export function readFinish(draft: Draft, choice: JsonObject): void {
  const finish = decodeFinish(choice);
  if (finish === null) {
    noteBlankFinish(draft, choice);
    return;
  }
  draft.finishWords = [...draft.finishWords, finish.raw ?? finish.nativeRaw ?? ""];
  const before = draft.finish;
  draft.finish = countingFinish(before, finish);
  if (draft.finish === before) return;
  if (before === null) closeParts(draft);
  draft.events.push({ kind: "finish", finish });
}

/** Ollama and LocalAI sent `""` with every chunk until the last (ollama/ollama#4357, mudler/LocalAI#5102). */
function noteBlankFinish(draft: Draft, choice: JsonObject): void {
  const blank = blankFinish(choice);
  if (blank === null) return;
  noteOnce(draft, "finish-blank", `a finish_reason has no word in it: ${JSON.stringify(blank)}`);
}
