import type { ChatEvent } from "../../chat/event.js";
import type { ContentPace } from "../../transcript/transcript.js";

/** Watches a reply while it arrives. `pace` null: no content came, or its bytes did not come from a network. */
export type PaceWatch = {
  readonly watch: (events: AsyncIterable<ChatEvent>) => AsyncIterable<ChatEvent>;
  readonly pace: () => ContentPace | null;
};

/** What a user sees, waits for or lets run: text, reasoning, the parts of a call. An event without words is none. */
function isContent(event: ChatEvent): boolean {
  switch (event.kind) {
    case "text-delta":
    case "reasoning-delta":
    case "refusal-delta":
      return event.text !== "";
    case "tool-call-start":
      return true;
    case "tool-call-delta":
      return event.argumentsText !== "";
    default:
      return false;
  }
}

/**
 * Notes when pieces of content arrive. `arrivedMs`: the milliseconds from the request to the chunk that is being read; null: nothing arrives
 * from a network. Pieces of one chunk arrive together, and count as one.
 */
export function watchPace(arrivedMs: () => number | null): PaceWatch {
  const times: number[] = [];
  return {
    watch: async function* (events) {
      for await (const event of events) {
        const at = isContent(event) ? arrivedMs() : null;
        if (at !== null && at !== times.at(-1)) times.push(at);
        yield event;
      }
    },
    pace: () => {
      const [firstMs] = times;
      if (firstMs === undefined) return null;
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
      return { firstMs, arrivals: times.length, longestGapMs: gaps.length === 0 ? null : Math.max(...gaps) };
    },
  };
}
