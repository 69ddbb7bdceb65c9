import { groupBy } from "../../../chat/group-by.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, Message, ReasoningPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { textAt } from "../../openai/wire-members.js";
import { clearMembers } from "../../openai-chat/server/read-request/details.js";
import { type SealedReasoning, unsealReasoning } from "../../server/sealed-reasoning.js";
import { reasoningText } from "../decode-request/item-text.js";

/** A reasoning item that a client sends back. `part` null: it goes nowhere; `foreign`: it is no item of ours, and stays as it is read. */
export type Replay =
  | { readonly kind: "part"; readonly part: ReasoningPart | null; readonly why: "joined" | "given-up" | null }
  | { readonly kind: "foreign" };

/** What becomes of each reasoning item of an input, by its index; absent: the item is no reasoning. */
export function replaysIn(input: JsonValue | undefined): ReadonlyMap<number, Replay> {
  const sealed = sealedIn(input);
  const joinable = [...sealed].filter(([, one]) => one.sealed !== null && one.sealed.role !== "given-up");
  const byKey = groupBy(joinable, ([, one]) => one.sealed?.key ?? null);
  return new Map(
    [...sealed].map(([index, { item, sealed: own }]): [number, Replay] => {
      if (own === null) return [index, { kind: "foreign" }];
      if (own.role === "given-up") return [index, { kind: "part", part: null, why: "given-up" }];
      const pieces = own.key === null ? [] : (byKey.get(own.key) ?? []);
      const whole = pieces.find(([, one]) => one.sealed?.role === "whole")?.[1].sealed ?? null;
      if (whole === null) return [index, { kind: "part", part: partOf(own, item), why: null }];
      const isFirst = pieces[0]?.[0] === index;
      return [index, { kind: "part", part: isFirst ? partOf(whole, item) : null, why: isFirst ? null : "joined" }];
    }),
  );
}

/**
 * Restores the reasoning of a history: an item of ours is the part that it was made of, whatever its vendor, so that it reaches the
 * services that take it back. Reasoning of a reply that another model's replaced is left out with a warning. `input`: the items that
 * `messages` were decoded from.
 */
export function restoreReasoning(
  messages: readonly Message[],
  input: JsonValue | undefined,
  warnings: Warning[],
): readonly Message[] {
  const replays = [...replaysIn(input)];
  if (replays.length === 0) return messages;
  let next = 0;
  const restore = (part: AssistantPart): readonly AssistantPart[] => {
    if (part.kind !== "reasoning") return [part];
    const [index = 0, replay] = replays[next] ?? [];
    next += 1;
    return restored(part, replay, { at: `input[${index}]`, warnings });
  };
  return messages.map((message) =>
    message.role === "assistant" ? { ...message, parts: message.parts.flatMap(restore) } : message,
  );
}

type Place = { readonly at: string; readonly warnings: Warning[] };

function restored(part: ReasoningPart, replay: Replay | undefined, { at, warnings }: Place): readonly ReasoningPart[] {
  const whole = replay?.kind === "part" ? replay.part : part;
  if (whole !== null) return [cleared(whole, at, warnings)];
  if (replay?.kind === "part" && replay.why === "given-up") {
    const message = "it is the reasoning of a reply that another model's replaced, and no part of the turn";
    warnings.push({ id: "reasoning-left-out", field: at, message });
  }
  return [];
}

function cleared(part: ReasoningPart, at: string, warnings: Warning[]): ReasoningPart {
  if (part.details === null) return part;
  return { ...part, details: part.details.map((detail) => clearMembers(detail, at, warnings)) };
}

type Found = { readonly item: JsonObject; readonly sealed: SealedReasoning | null };

function sealedIn(input: JsonValue | undefined): ReadonlyMap<number, Found> {
  const found = new Map<number, Found>();
  for (const [index, item] of Array.isArray(input) ? input.entries() : []) {
    if (!isJsonObject(item) || textAt(item, "type") !== "reasoning") continue;
    found.set(index, { item, sealed: unsealReasoning(item["encrypted_content"]) });
  }
  return found;
}

function partOf({ text, signature, redacted, details, field }: SealedReasoning, item: JsonObject): ReasoningPart {
  return { kind: "reasoning", text: text ?? reasoningText(item), signature, redacted, details, field };
}
