import type { Message } from "../chat/message.js";

/** A message with its index in the caller's request. */
export type IndexedMessage = { readonly index: number; readonly message: Message };

/** Where the messages of a request were before they were repaired, so that every warning names a place of the caller's request. */
export type PlaceTrace = {
  /** Notes the messages after one more step; each keeps its index in the caller's request. */
  readonly add: (messages: readonly IndexedMessage[]) => void;
  /**
   * A path of the latest messages (`messages[2].parts[0].id`) as one of the caller's request. The message's index is the caller's
   * already; a part that a step has added is its message's `parts`. Any other path is given back.
   */
  readonly original: (field: string) => string;
};

/**
 * A trace that begins with the caller's messages. Steps may leave out, reorder and copy parts; a copy differs from its part in one
 * member at most. Costs nothing until a path is asked for.
 */
export function tracePlaces(messages: readonly IndexedMessage[]): PlaceTrace {
  const stages: (readonly IndexedMessage[])[] = [messages];
  return {
    add: (next) => {
      stages.push(next);
    },
    original: (field) => {
      const named = /^(messages\[(\d+)\])\.parts\[(\d+)\](.*)$/s.exec(field);
      if (named === null) return field;
      const [, path = "", index = "", part = "", rest = ""] = named;
      const place = originalPart(stages, Number(index), Number(part));
      return place === null ? `${path}.parts` : `${path}.parts[${place}]${rest}`;
    },
  };
}

function originalPart(stages: readonly (readonly IndexedMessage[])[], message: number, latest: number): number | null {
  const versions = stages.map((stage) => stage.find(({ index }) => index === message)?.message.parts ?? []);
  let place: number | null = latest;
  for (let at = versions.length - 1; at > 0 && place !== null; at -= 1) {
    const [after = [], before = []] = [versions[at], versions[at - 1]];
    if (after !== before) place = placesBefore(after, before)[place] ?? null;
  }
  return place;
}

type Part = Message["parts"][number];

/** For each part after a step, its place before it; null: the step has added it. */
function placesBefore(after: readonly Part[], before: readonly Part[]): readonly (number | null)[] {
  const free = new Set(before.keys());
  const take = (found: number | undefined): number | null => {
    if (found === undefined) return null;
    free.delete(found);
    return found;
  };
  // A part that was kept comes before any copy, which could take its place.
  const kept = after.map((part) => take([...free].find((place) => before[place] === part)));
  return after.map((part, at) => kept[at] ?? take([...free].find((place) => isCopy(part, before[place]))));
}

function isCopy(part: Part, of: Part | undefined): boolean {
  if (of === undefined || part.kind !== of.kind) return false;
  const known: ReadonlyMap<string, unknown> = new Map(Object.entries(of));
  return Object.entries(part).filter(([name, value]) => known.get(name) !== value).length <= 1;
}
