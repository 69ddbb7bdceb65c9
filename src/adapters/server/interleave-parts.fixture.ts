import type { ChatEvent } from "../../chat/event.js";

/** The kind of event that begins a part. */
type Start = "text-start" | "reasoning-start" | "refusal-start";

/**
 * The events of several parts in one order among all that a service may send. A call interleaves with everything. The other parts whose
 * `queueOf` is the same come one after another: no service was seen to interleave text with text. `order`: from which queue each next
 * event is, the rest in their order. The parts are numbered anew as they begin.
 */
export function interleaveParts(
  parts: readonly (readonly ChatEvent[])[],
  { order, queueOf }: { readonly order: readonly number[]; readonly queueOf: (start: Start) => string },
): readonly ChatEvent[] {
  const queues = new Map<string, ChatEvent[]>();
  for (const [at, events] of parts.entries()) {
    const start = events[0]?.kind;
    const name = start === "tool-call-start" ? `call ${at}` : queueOf(start as Start);
    queues.set(name, [...(queues.get(name) ?? []), ...events]);
  }
  const rows = [...queues.values()];
  const mixed = order.flatMap((at) => rows[at]?.splice(0, 1) ?? []);
  return numberedAnew([...mixed, ...rows.flat()]);
}

/** Everything but calls in one queue. */
export const oneQueue = (): string => "said";

function numberedAnew(events: readonly ChatEvent[]): readonly ChatEvent[] {
  const numbers = new Map<number, number>();
  return events.map((event) => {
    if (!("part" in event) || event.part === null) return event;
    const part = numbers.get(event.part) ?? numbers.size;
    numbers.set(event.part, part);
    return { ...event, part };
  });
}
