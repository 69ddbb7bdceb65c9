import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { stringIn } from "./read-json.js";
import { type Draft, type HeldBlock, note, update } from "./stream-state.js";

/** Begins a block of a kind without a type of ours: it is emitted whole, when it ends. */
export function holdBlock(draft: Draft, key: string, raw: JsonObject): void {
  const part = draft.state.parts;
  update(draft, { parts: part + 1 });
  setHeld(draft, key, { part, raw, json: null });
}

/**
 * Adds a delta to a held block: `partial_json` to its `input`, any other text to the member of that name, and any other value in
 * place of it. False: no such block is held.
 */
export function growHeld(draft: Draft, key: string, delta: JsonObject): boolean {
  const held = draft.state.held.get(key);
  if (held === undefined) return false;
  const json = stringIn(delta, "partial_json");
  if (json !== null) setHeld(draft, key, { ...held, json: (held.json ?? "") + json });
  else setHeld(draft, key, { ...held, raw: withDelta(held.raw, delta) });
  return true;
}

/** Emits a held block. False: no such block is held. */
export function endHeld(draft: Draft, key: string): boolean {
  const held = draft.state.held.get(key);
  if (held === undefined) return false;
  update(draft, { held: new Map([...draft.state.held].filter(([one]) => one !== key)) });
  const raw = wholeOf(held);
  if (held.json !== null && typeof raw["input"] === "string") {
    note(draft, "block-input", `the input of ${key} is not the JSON of an object`);
  }
  draft.events.push({ kind: "other-part", part: held.part, raw });
  return true;
}

function withDelta(raw: JsonObject, { type: _type, ...delta }: JsonObject): JsonObject {
  const grown: { [name: string]: JsonValue } = { ...raw };
  for (const [name, value] of Object.entries(delta)) {
    const known = raw[name];
    grown[name] = typeof known === "string" && typeof value === "string" ? known + value : value;
  }
  return grown;
}

/** `input` as the document that its pieces make; as their text, where they make none. */
function wholeOf({ raw, json }: HeldBlock): JsonObject {
  if (json === null || json === "") return raw;
  const parsed = parseJson(json);
  return { ...raw, input: parsed.ok && isJsonObject(parsed.value) ? parsed.value : json };
}

function setHeld(draft: Draft, key: string, held: HeldBlock): void {
  update(draft, { held: new Map(draft.state.held).set(key, held) });
}
