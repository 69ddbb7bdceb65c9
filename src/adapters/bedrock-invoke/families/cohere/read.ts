import type { JsonObject } from "../../../../chat/json.js";
import { finishIn } from "../../../draft/finish-word.js";
import { booleanIn, documentText, numberIn, objectIn, objectsIn, stringIn } from "../../../draft/read-json.js";
import { addInfo, type Draft, finishWith, note, update } from "../../../draft/stream-state.js";
import { withBodyUsage } from "../../../draft/usage-counts.js";
import { writeCall, writeText } from "../../../draft/write-parts.js";

/** Reads a whole reply of Command R (`text`) or Command (`generations`). */
export function readReply(draft: Draft, body: JsonObject): void {
  const generations = objectsIn(body, "generations");
  const text = stringIn(body, "text");
  if (generations === null && text === null && stringIn(body, "finish_reason") === null) return;
  update(draft, { recognised: true });
  addInfo(draft, { id: stringIn(body, "response_id") ?? stringIn(body, "id"), model: null });
  if (generations !== null) readGenerations(draft, generations);
  else if (text !== null) writeText(draft, "text", text);
  readCalls(draft, body);
  readFinish(draft, body);
  countUsage(draft, body);
}

/** Reads one record. The last one of Command R repeats the whole text in `response`, which is ignored. */
export function readRecord(draft: Draft, record: JsonObject): void {
  const generations = objectsIn(record, "generations");
  if (generations !== null) {
    readReply(draft, record);
    update(draft, { terminal: draft.state.finish !== null });
    return;
  }
  const text = stringIn(record, "text");
  const index = numberIn(record, "index");
  if (text !== null) update(draft, { recognised: true });
  if (index !== null && index !== 0)
    note(draft, "extra-choices", "more than one generation came; the first one is read");
  else if (text !== null) writeText(draft, "text", text);
  readCalls(draft, record);
  const finished = booleanIn(record, "is_finished") === true || finishIn(record, "finish_reason") !== null;
  if (finished) readEnd(draft, record);
}

function readEnd(draft: Draft, record: JsonObject): void {
  update(draft, { terminal: true, recognised: true });
  const response = objectIn(record, "response");
  if (response !== null) addInfo(draft, { id: stringIn(response, "response_id"), model: null });
  readFinish(draft, finishIn(record, "finish_reason") === null ? (response ?? record) : record);
  countUsage(draft, response ?? record);
}

function readGenerations(draft: Draft, generations: readonly JsonObject[]): void {
  const [generation] = generations;
  if (generation === undefined) return;
  if (generations.length > 1)
    note(draft, "extra-choices", `${generations.length} generations came; the first one is read`);
  const text = stringIn(generation, "text");
  if (text !== null) writeText(draft, "text", text);
  readFinish(draft, generation);
}

/** Command R sends calls without ids, and none is invented. */
function readCalls(draft: Draft, holder: JsonObject): void {
  for (const call of objectsIn(holder, "tool_calls") ?? []) {
    writeCall(draft, `call ${draft.state.parts}`, {
      id: null,
      name: stringIn(call, "name"),
      argumentsText: documentText(call["parameters"]),
    });
  }
}

function readFinish(draft: Draft, holder: JsonObject): void {
  const finish = finishIn(holder, "finish_reason");
  if (finish !== null) finishWith(draft, finish);
}

/** `meta.billed_units` has the same counts as the metrics and headers; `meta.tokens` includes the template's tokens. */
function countUsage(draft: Draft, holder: JsonObject): void {
  const meta = objectIn(holder, "meta") ?? {};
  const tokens = objectIn(meta, "billed_units");
  if (tokens === null) return;
  const counts = { fresh: numberIn(tokens, "input_tokens"), output: numberIn(tokens, "output_tokens") };
  update(draft, { usage: withBodyUsage(draft.state.usage, counts, meta) });
}
