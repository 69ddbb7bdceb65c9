import type { Encoded, EncodeRefused } from "../../src/adapters/adapter.js";
import { covers, type Element, tokensIn } from "./elements.js";

/**
 * What became of an element in a body. `kept`: all of it is there. `told`: something of it is not, and a warning names its place.
 * `refused`: nothing was sent at all. `vanished`: it is gone without a word.
 */
export type Fate = "kept" | "told" | "refused" | "vanished";

export function fateOf(element: Element, sent: Encoded | EncodeRefused): Fate {
  return fatesOf([element], sent)[0] ?? "vanished";
}

/** What became of each element. */
export function fatesOf(elements: readonly Element[], sent: Encoded | EncodeRefused): readonly Fate[] {
  if (sent.kind === "refused") return elements.map(() => "refused");
  const there = new Set([...tokensIn(sent.body), ...tokensIn([...sent.aliases.toolCallIds.values()])]);
  return elements.map(({ field, tokens }) => {
    if (tokens.every((token) => there.has(token))) return "kept";
    return sent.warnings.some((warning) => covers(warning.field, field)) ? "told" : "vanished";
  });
}

/** The same for a thing that no token can mark: `sign` shows in a body that it is there. */
export function fateBySign(
  { in: sign, field }: { readonly in: RegExp; readonly field: string },
  sent: Encoded | EncodeRefused,
): Fate {
  if (sent.kind === "refused") return "refused";
  if (sign.test(JSON.stringify(sent.body))) return "kept";
  return sent.warnings.some((warning) => covers(warning.field, field)) ? "told" : "vanished";
}
