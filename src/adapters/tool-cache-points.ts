import type { Warning } from "../chat/reply.js";
import type { Tool } from "../chat/request.js";

/** A warning for each tool whose cache point an API has no place for. `carrier`: what has none, in words. */
export function toolCachePointsDropped(tools: readonly Tool[] | null, carrier: string): readonly Warning[] {
  return (tools ?? []).flatMap(({ cachePoint }, index) =>
    cachePoint === undefined
      ? []
      : [
          {
            id: "cache-point-dropped",
            field: `tools[${index}].cachePoint`,
            message: `${carrier} has no cache point of a tool`,
          },
        ],
  );
}
