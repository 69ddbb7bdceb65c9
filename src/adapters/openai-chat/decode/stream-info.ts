import type { JsonObject } from "../../../chat/json.js";
import { noteOnce } from "../../draft-notes.js";
import { numberAt, textAt } from "../../openai/wire-members.js";
import type { Draft, StreamInfo } from "./stream-state.js";

/** Reads what a chunk says about the reply as a whole: id, model, upstream and time. */
export function readInfo(draft: Draft, chunk: JsonObject): void {
  const id = textAt(chunk, "id");
  const model = textAt(chunk, "model");
  const upstream = textAt(chunk, "provider");
  const created = numberAt(chunk, "created");
  const known = draft.info;
  const isNews = known === null || isNew(id, known.id) || isNew(model, known.model) || isNew(upstream, known.upstream);
  // Most chunks repeat what the one before had, or less: nothing is allocated for them.
  if (!isNews && !isNew(created, known.created)) return;
  if (known !== null) noteChange(draft, known, { id, model, upstream, created });
  if (id === null && model === null && upstream === null && created === null) return;
  draft.info = {
    id: id ?? known?.id ?? null,
    model: model ?? known?.model ?? null,
    upstream: upstream ?? known?.upstream ?? null,
    created: created ?? known?.created ?? null,
  };
  if (isNews && (id ?? model ?? upstream) !== null) draft.events.push({ kind: "reply-info", id, model, upstream });
}

function isNew(value: string | number | null, known: string | number | null): boolean {
  return value !== null && value !== known;
}

const identity = ["id", "created", "model"] as const;

/** A blank member is not a change: Azure's first chunk has blanks and a zero (recordings of 2026). */
function noteChange(draft: Draft, known: StreamInfo, now: StreamInfo): void {
  const isFilled = (value: string | number | null) => value !== null && value !== "" && value !== 0;
  const changed = identity.filter((name) => isFilled(known[name]) && isFilled(now[name]) && known[name] !== now[name]);
  if (changed.length === 0) return;
  const changes = changed.map((name) => `${name} ${JSON.stringify(known[name])}, then ${JSON.stringify(now[name])}`);
  noteOnce(draft, "identity-changed", changes.join("; "));
}
