import { type ChatFailure, isPending } from "../../../chat/failure.js";
import type { JsonObject } from "../../../chat/json.js";
import { noteOnce } from "../../draft-notes.js";
import { classifyException, truncatedFailure } from "../../errors/classify.js";
import { listAt, numberAt, objectAt, textAt } from "../../openai/wire-members.js";
import { fail, failWith } from "./end-reply.js";
import { decodeFinish } from "./finish.js";
import { readOutput } from "./output.js";
import { contextOf, type Draft, type StreamInfo } from "./stream-state.js";
import { decodeUsage } from "./usage.js";

/** Reads what a response says about itself as a whole: id, model and time. */
export function readInfo(draft: Draft, response: JsonObject): void {
  const id = textAt(response, "id");
  const model = textAt(response, "model");
  const upstream = textAt(response, "provider");
  const created = numberAt(response, "created_at");
  const known = draft.info;
  if (known !== null) noteChange(draft, known, { id, model, created });
  draft.info = {
    id: id ?? known?.id ?? null,
    model: model ?? known?.model ?? null,
    created: created ?? known?.created ?? null,
  };
  const isNews = known === null || (id !== null && id !== known.id) || (model !== null && model !== known.model);
  if (isNews && (id ?? model ?? upstream) !== null) draft.events.push({ kind: "reply-info", id, model, upstream });
}

const identity = ["id", "created", "model"] as const;

function noteChange(draft: Draft, known: StreamInfo, now: StreamInfo): void {
  const isFilled = (value: string | number | null) => value !== null && value !== "" && value !== 0;
  const changed = identity.filter((name) => isFilled(known[name]) && isFilled(now[name]) && known[name] !== now[name]);
  if (changed.length === 0) return;
  const changes = changed.map((name) => `${name} ${JSON.stringify(known[name])}, then ${JSON.stringify(now[name])}`);
  noteOnce(draft, "identity-changed", changes.join("; "));
}

/**
 * Reads a response that has ended: its output, usage and finish, or its failure. `type`: the event that brings it; null: it is the
 * whole body. Its raw text is made only for a failure.
 */
export function readTerminal(draft: Draft, response: JsonObject, type: string | null): void {
  readInfo(draft, response);
  readOutput(draft, response, type);
  readUsage(draft, objectAt(response, "usage"));
  const isFailed = response["status"] === "failed" || type === "response.failed";
  const failure = draft.failure ?? (isFailed ? failureOf(draft, response) : null);
  if (failWith(draft, failure)) return;
  const pending = pendingFailure(draft, response);
  if (isPending(pending)) {
    fail(draft, pending);
    return;
  }
  const hasCalls = draft.items.some((item) => item.type === "function_call");
  const finish = decodeFinish(response, hasCalls);
  if (finish === null) noteOnce(draft, "finish-missing", "the response has no status");
  else draft.events.push({ kind: "finish", finish });
  draft.terminal = type ?? "response";
}

function readUsage(draft: Draft, wire: JsonObject | null): void {
  if (wire === null) return;
  const { usage, oddity } = decodeUsage(wire);
  draft.hasUsage = true;
  draft.events.push({ kind: "usage", usage });
  if (oddity !== null) noteOnce(draft, "usage-form", oddity);
}

function failureOf(draft: Draft, response: JsonObject) {
  const error = objectAt(response, "error");
  const raw = error === null ? null : JSON.stringify({ error });
  const message = error === null ? "the response failed, and does not say why" : "";
  return classifyException({ ...contextOf(draft), type: null, message, raw });
}

/** The failure of a response that was asked for in the background, or whose last event came before its end. */
function pendingFailure(draft: Draft, response: JsonObject): ChatFailure {
  const status = textAt(response, "status");
  const message = `the response is ${status}: it has not ended`;
  return { ...truncatedFailure({ ...contextOf(draft), message, raw: null }), code: status };
}

/** True for a body that is a response, whatever its status. */
export function isResponse(body: JsonObject): boolean {
  return body["object"] === "response" || listAt(body, "output") !== null;
}
