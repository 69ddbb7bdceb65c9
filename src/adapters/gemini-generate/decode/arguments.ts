import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { textAt } from "../wire.js";

type Writable = { [name: string]: Writable | JsonValue } | (Writable | JsonValue)[];

/**
 * The arguments so far with one piece of `partialArgs`: a value at a JSON path, or more of the text there. Null where the path is none
 * that can be read. Only Vertex sends them, where `streamFunctionCallArguments` asks for it (@google/genai, read 2026-11-29; recordings of 2026).
 */
export function withPiece(value: JsonValue | null, piece: JsonObject): JsonValue | null {
  const steps = stepsOf(textAt(piece, "jsonPath") ?? "");
  if (steps === null) return null;
  const root = structuredClone(value ?? {}) as Writable;
  return setAt(root, steps, piece) ? (root as JsonValue) : null;
}

/** `$.operations[0].action` → `["operations", 0, "action"]`; also `$['a name']`. */
function stepsOf(path: string): readonly (string | number)[] | null {
  if (!path.startsWith("$")) return null;
  const steps: (string | number)[] = [];
  let rest = path.slice(1);
  while (rest !== "") {
    const found = /^(?:\.([^.[\]]+)|\[(\d{1,6})\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\])/.exec(rest);
    if (found === null) return null;
    const [whole, name, index, single, double] = found;
    steps.push(index === undefined ? (name ?? (single ?? double ?? "").replace(/\\(.)/g, "$1")) : Number(index));
    rest = rest.slice(whole.length);
  }
  return steps.length === 0 ? null : steps;
}

/** False where the place is not one of an object or a list, or leaves a gap in a list. */
function setAt(root: Writable, steps: readonly (string | number)[], piece: JsonObject): boolean {
  let holder = root;
  for (const [at, step] of steps.entries()) {
    if (!fits(holder, step)) return false;
    const next = steps[at + 1];
    const known = read(holder, step);
    if (next === undefined) return write(holder, step, joined(known, piece));
    if (isHolder(known)) holder = known;
    else if (known !== undefined) return false;
    else {
      const made: Writable = typeof next === "number" ? [] : {};
      write(holder, step, made);
      holder = made;
    }
  }
  return false;
}

function fits(holder: Writable, step: string | number): boolean {
  return Array.isArray(holder) ? typeof step === "number" && step <= holder.length : typeof step === "string";
}

function read(holder: Writable, step: string | number): Writable | JsonValue | undefined {
  if (Array.isArray(holder)) return typeof step === "number" ? holder[step] : undefined;
  return Object.hasOwn(holder, step) ? holder[step] : undefined;
}

function write(holder: Writable, step: string | number, value: Writable | JsonValue): boolean {
  Object.defineProperty(holder, step, { value, writable: true, enumerable: true, configurable: true });
  return true;
}

function isHolder(value: Writable | JsonValue | undefined): value is Writable {
  return typeof value === "object" && value !== null;
}

/** A text grows; any other value is whole. */
function joined(known: Writable | JsonValue | undefined, piece: JsonObject): JsonValue {
  const text = textAt(piece, "stringValue");
  if (text !== null) return (typeof known === "string" ? known : "") + text;
  for (const name of ["numberValue", "boolValue"] as const) {
    const value = piece[name];
    if (value !== undefined) return value;
  }
  return isJsonObject(piece["structValue"]) ? piece["structValue"] : null;
}
