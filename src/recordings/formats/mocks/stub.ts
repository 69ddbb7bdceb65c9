import { parseJson } from "../../../wire/json.js";
import type { BodyPlace } from "../../format.js";
import type { Loss } from "../../interaction.js";
import { listOf, objectOf } from "../../members.js";
import { storedBody } from "../../stored-body.js";

/** What a stub says of one side: its bytes, what is lost, and what a reader should know. */
export type StubPart = {
  readonly bytes: Uint8Array | null;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

/** A request body that the stub does not hold whole: it matches by a part, a pattern or not at all. */
export const lostRequestBody: StubPart = { bytes: null, losses: ["request-body"], notes: [] };

/**
 * The path that a pattern of a URL stands for, where it is one path with escapes, anchors or an open end; null: it stands for
 * many.
 */
export function pathOfPattern(pattern: string): string | null {
  const path = pattern
    .replace(/^\^/, "")
    .replace(/\$$/, "")
    .replace(/(?:\(?\\?\?)?\.\*\)?\??$/, "");
  const isPlain = path !== "" && /^(?:[\w/.:%@&=~,;-]|\\[./?&=:%@_-])*$/.test(path);
  return isPlain ? path.replace(/\\(.)/g, "$1") : null;
}

/** A request body that a stub compares as JSON: its text, or its value. A body with placeholders is not whole. */
export function comparedJson(expected: unknown, place: BodyPlace): StubPart {
  const text = typeof expected === "string" ? expected : null;
  const value = text === null ? { ok: true, value: expected } : parseJson(text);
  if (!value.ok || objectOf("value" in value ? value.value : null) === null) return lostRequestBody;
  if (/\$\{(?:json-unit|xmlunit)[.\w-]*/.test(text ?? JSON.stringify(expected))) return lostRequestBody;
  const stored = storedBody(text === null ? { parsed: expected } : { stored: text }, place);
  return { ...stored, notes: [] };
}

/** The items of a list or the one value that stands for it. */
export function itemsOf(value: unknown): readonly unknown[] {
  return listOf(value) ?? (value === undefined || value === null ? [] : [value]);
}
