import type { ChatFailure } from "../../../chat/failure.js";
import type { OpenEvent } from "../../../wire/frames/sse.js";
import { classifyBody, classifyException, textFailure } from "../../errors/classify.js";
import { isProblemType, statesError } from "../../errors/error-object.js";
import { objectOf } from "../wire.js";
import { contextOf, type StreamState } from "./stream-state.js";

/** Keeps a line that belongs to no event. */
export function keepBareLine(state: StreamState, line: string): StreamState {
  if (line.startsWith("event: ")) return state;
  return state.bare.length >= maxBare ? state : { ...state, bare: `${state.bare}${line}\n`.slice(0, maxBare) };
}

/** The failure that the lines of no event report; null: they report none. `lastLine`: the one that the body ended in. */
export function bareFailure(state: StreamState, lastLine: string): ChatFailure | null {
  const text = `${state.bare}${isFieldSoFar(lastLine) ? "" : lastLine}`.trim();
  if (text === "") return null;
  const context = { ...contextOf(state), raw: text };
  if (!state.begun) return textFailure({ ...context, message: "the body is not a stream" });
  const failure = classifyBody(context);
  return failure === null ? null : { ...failure, phase: "body" };
}

/** The failure in the event that a body ended in, whole but for its blank line; null: it is none. */
export function unfinishedFailure(state: StreamState, { event, data, line }: OpenEvent): ChatFailure | null {
  const last = /^data: ?/.test(line) ? line.replace(/^data: ?/, "") : null;
  const text = [data, last].filter((one) => one !== null).join("\n");
  const object = objectOf(text);
  const isError =
    object === null ? event === "error" && text !== "" : object["type"] === "error" || isBareError(object);
  return isError ? errorFailure(state, text) : null;
}

/** The failure of an error event, whatever its data. */
export function errorFailure(state: StreamState, data: string): ChatFailure {
  return classifyException({ ...contextOf(state), type: null, message: data.trim().slice(0, 500), raw: data });
}

/** True for an error in the form of another API, which has no type of an event. */
export function isBareError(object: { readonly type?: unknown } & Parameters<typeof statesError>[0]): boolean {
  const { type } = object;
  return (typeof type !== "string" || isProblemType(type)) && statesError(object);
}

/** How many characters of such lines are kept. */
const maxBare = 8192;

/** True for a line, or the beginning of one, with a field that the standard knows, or with a comment. */
function isFieldSoFar(line: string): boolean {
  return ["data:", "event:", "id:", "retry:", ":"].some((field) => line.startsWith(field) || field.startsWith(line));
}
