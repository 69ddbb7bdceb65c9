import type { ChatFailure } from "../../../chat/failure.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { OpenEvent } from "../../../wire/frames/sse.js";
import { parseJson } from "../../../wire/json.js";
import { classifyBody, classifyException, textFailure } from "../../errors/classify.js";
import { statesError } from "../../errors/error-object.js";
import { onlyItem } from "../../errors/read-error.js";
import { listAt, objectAt, textAt } from "../../openai/wire-members.js";
import type { Draft } from "./stream-state.js";

/**
 * The text of the error in a chunk or completion; null: it has none. Gateways write it at the top, on the choice that
 * failed (OpenRouter's `choices[].error`, genkit-ai/genkit#6259, read 2026-11-28), or in its message. `raw`: the text of
 * the chunk.
 */
export function errorBeside(chunk: JsonObject, choice: JsonObject | null, raw: () => string | null): string | null {
  const isMessage = chunk["choices"] === undefined && (statesError(chunk) || textAt(chunk, "message") !== null);
  if (isErrorBody(chunk) || isMessage) return raw();
  if (choice === null) return null;
  const message = objectAt(choice, "delta") ?? objectAt(choice, "message");
  const error = isStated(choice["error"]) ? choice["error"] : message?.["error"];
  return isStated(error) ? JSON.stringify({ error }) : null;
}

/** True for an error object at the top of a body, with or without the members of a chunk around it. */
export function isErrorBody(body: JsonObject): boolean {
  return isErrorMember(body["error"]) || body["object"] === "error";
}

/** The failure of `event: error`, whatever its data; null for one that holds a chunk. */
export function errorEvent(draft: Draft, data: string): ChatFailure | null {
  const parsed = parseJson(data);
  if (parsed.ok && isJsonObject(parsed.value) && listAt(parsed.value, "choices") !== null) return null;
  return classifyException({ ...contextOf(draft), type: null, message: data.trim().slice(0, 500), raw: data });
}

/** Keeps a line that belongs to no event. Gives the failure once the lines so far are an error object. */
export function keepBareLine(draft: Draft, line: string): ChatFailure | null {
  const before = draft.bare === null ? "" : `${draft.bare}\n`;
  if (before.length < maxBare) draft.bare = `${before}${line}`.slice(0, maxBare);
  return /[}\]]\s*$/.test(line) ? errorIn(draft, draft.bare ?? line) : null;
}

/** The failure in the lines of a body that belong to no event, `lastLine` among them; null: they report none. */
export function bareError(draft: Draft, lastLine: string): ChatFailure | null {
  const last = isFieldSoFar(lastLine) ? null : lastLine;
  const text = [draft.bare, last].filter((one) => one !== null && one.trim() !== "").join("\n");
  if (text === "") return null;
  // The lines may have come before a [DONE], which finishes nothing here.
  const context = { ...contextOf(draft), afterFinish: draft.finish !== null };
  if (!draft.started) return textFailure({ ...context, message: "the body is not a stream", raw: text });
  const failure = classifyBody({ ...context, raw: text });
  return failure === null ? null : { ...failure, phase: "body" };
}

/** The failure in the event that a body ended in, whole but for its blank line; null: it is none. */
export function unfinishedError(draft: Draft, { event, data, line }: OpenEvent): ChatFailure | null {
  const last = /^data: ?/.test(line) ? line.replace(/^data: ?/, "") : null;
  const text = [data, last].filter((one) => one !== null).join("\n");
  if (text === "") return null;
  return event === "error" ? errorEvent(draft, text) : errorIn(draft, text);
}

export function contextOf(draft: Draft) {
  return {
    afterFinish: draft.finish !== null || (draft.done && !draft.needsFinish),
    status: draft.status,
    requestId: draft.requestId,
  };
}

/** How many characters of such lines are kept. */
const maxBare = 8192;

function errorIn(draft: Draft, text: string): ChatFailure | null {
  const parsed = parseJson(text);
  const value = parsed.ok ? onlyItem(parsed.value) : null;
  if (!isJsonObject(value)) return null;
  const isChunk = listAt(value, "choices") !== null && !isErrorMember(value["error"]);
  if (isChunk || !statesError(value)) return null;
  return classifyException({ ...contextOf(draft), type: null, message: "", raw: text });
}

/** True for a member that states an error: not absent, null, false or empty. */
export function isErrorMember(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== "";
}

/** As {@link isErrorMember}; beside a message, an empty object states nothing. */
function isStated(value: JsonValue | undefined): value is JsonValue {
  return isErrorMember(value) && !(isJsonObject(value) && Object.keys(value).length === 0);
}

/** True for a line, or the beginning of one, with a field that the standard knows, or with a comment. */
function isFieldSoFar(line: string): boolean {
  return ["data:", "event:", "id:", "retry:", ":"].some((field) => line.startsWith(field) || field.startsWith(line));
}
