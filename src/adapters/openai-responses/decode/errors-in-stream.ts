import type { ChatFailure } from "../../../chat/failure.js";
import { isJsonObject } from "../../../chat/json.js";
import type { OpenEvent } from "../../../wire/frames/sse.js";
import { parseJson } from "../../../wire/json.js";
import { classifyBody, classifyException, textFailure } from "../../errors/classify.js";
import { isProblemType, statesError } from "../../errors/error-object.js";
import { onlyItem } from "../../errors/read-error.js";
import { textAt } from "../../openai/wire-members.js";
import { contextOf, type Draft } from "./stream-state.js";

/**
 * The failure in the data of an event; null: it is none. `{"type":"error","error":{…}}` and, older, `{"type":"error","code","message",
 * "param"}` (OpenAI; both in public recordings); an error object without a type is that of a gateway.
 */
export function errorIn(draft: Draft, value: unknown, raw: () => string | null): ChatFailure | null {
  if (!isJsonObject(value)) return null;
  const type = textAt(value, "type");
  const isError =
    type === "error" ||
    ((type === null || isProblemType(type)) && value["object"] !== "response" && statesError(value));
  return isError ? exceptionOf(draft, raw()) : null;
}

/** The failure of `event: error` whose data has no form that is known; null for one that has an event of the API. */
export function errorEvent(draft: Draft, data: string): ChatFailure | null {
  const parsed = parseJson(data);
  const type = parsed.ok && isJsonObject(parsed.value) ? textAt(parsed.value, "type") : null;
  if (type?.startsWith("response.")) return null;
  return classifyException({ ...contextOf(draft), type: null, message: data.trim().slice(0, 500), raw: data });
}

/** Keeps a line that belongs to no event. Gives the failure once the lines so far are an error object. */
export function keepBareLine(draft: Draft, line: string): ChatFailure | null {
  const before = draft.bare === null ? "" : `${draft.bare}\n`;
  if (before.length < maxBare) draft.bare = `${before}${line}`.slice(0, maxBare);
  return /[}\]]\s*$/.test(line) ? errorInText(draft, draft.bare ?? line) : null;
}

/** The failure in the lines of a body that belong to no event, `lastLine` among them; null: they report none. */
export function bareError(draft: Draft, lastLine: string): ChatFailure | null {
  const last = isFieldSoFar(lastLine) ? null : lastLine;
  const text = [draft.bare, last].filter((one) => one !== null && one.trim() !== "").join("\n");
  if (text === "") return null;
  if (!draft.started) return textFailure({ ...contextOf(draft), message: "the body is not a stream", raw: text });
  const failure = classifyBody({ ...contextOf(draft), raw: text });
  return failure === null ? null : { ...failure, phase: "body" };
}

/** The failure in the event that a body ended in, whole but for its blank line; null: it is none. */
export function unfinishedError(draft: Draft, { event, data, line }: OpenEvent): ChatFailure | null {
  const last = /^data: ?/.test(line) ? line.replace(/^data: ?/, "") : null;
  const text = [data, last].filter((one) => one !== null).join("\n");
  if (text === "") return null;
  const failure = errorInText(draft, text);
  return failure === null && event === "error" ? errorEvent(draft, text) : failure;
}

/** How many characters of such lines are kept. */
const maxBare = 8192;

function errorInText(draft: Draft, text: string): ChatFailure | null {
  const parsed = parseJson(text);
  return parsed.ok ? errorIn(draft, onlyItem(parsed.value), () => text) : null;
}

function exceptionOf(draft: Draft, raw: string | null): ChatFailure {
  return classifyException({ ...contextOf(draft), type: null, message: "", raw });
}

/** True for a line, or the beginning of one, with a field that the standard knows, or with a comment. */
function isFieldSoFar(line: string): boolean {
  return ["data:", "event:", "id:", "retry:", ":"].some((field) => line.startsWith(field) || field.startsWith(line));
}
