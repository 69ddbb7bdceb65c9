import { jsonAt, type Packed, packJson } from "./packed-json.js";

export type PackedMessages = { readonly count: number; readonly packed: Packed };

/** Messages in three columns: most begin with a scenario and a target, and say the same of many. */
export function packMessages(messages: readonly string[]): PackedMessages {
  const packed = packJson(
    messages.map((message) => {
      const [, scenario = "", target = "", rest = message] = /^(\S+ on )(\S+)(.*)$/s.exec(message) ?? [];
      return JSON.stringify({ scenario, target, rest });
    }),
  );
  return { count: messages.length, packed };
}

/** The messages behind {@link packMessages}. */
export function unpackMessages({ count, packed }: PackedMessages): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const { scenario, target, rest }: { scenario: string; target: string; rest: string } = JSON.parse(
      jsonAt(packed, at),
    );
    return `${scenario}${target}${rest}`;
  });
}
