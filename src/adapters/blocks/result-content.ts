import type { CachePointPart, ToolResultPart } from "../../chat/message.js";

/** A part of a result with its index. */
export type PlacedPart = { readonly part: Exclude<ToolResultPart, CachePointPart>; readonly at: number };

/** What a tool result holds: what the model sees, the cache points between, and the one after the whole result; null: none. */
export type ResultContent = {
  readonly shown: readonly PlacedPart[];
  readonly between: readonly { readonly point: CachePointPart; readonly at: number }[];
  readonly after: CachePointPart | null;
};

/** Tells the cache point after a result from those inside it. */
export function resultContent(parts: readonly ToolResultPart[]): ResultContent {
  const shown: PlacedPart[] = [];
  const points: { readonly point: CachePointPart; readonly at: number }[] = [];
  parts.forEach((part, at) => {
    if (part.kind === "cache-point") points.push({ point: part, at });
    else shown.push({ part, at });
  });
  const last = points.at(-1);
  const isAfter = last !== undefined && last.at === parts.length - 1;
  return { shown, between: isAfter ? points.slice(0, -1) : points, after: isAfter ? last.point : null };
}
