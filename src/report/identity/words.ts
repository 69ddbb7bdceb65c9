import type { CauseId } from "../../verdict/identity/causes.js";
import type { IdentityWord } from "../../verdict/identity/conclude.js";

/** What is said of two sources, and nothing else. */
export const resultWords: { readonly [word in IdentityWord]: string } = {
  same: "same within what was tested",
  different: "different",
  "cannot-tell": "cannot tell",
};

const causeWords: { readonly [id in CauseId]: string } = {
  sampling: "the default sampling (temperature, top_p)",
  "system-prompt": "a prompt that is put before ours",
  reasoning: "the reasoning mode",
  template: "the template of the turns",
  cache: "a cache of replies",
  drift: "a change while it was asked",
  mixture: "a share of the replies from something else",
  quantisation: "weights of another precision or build",
  weights: "other weights",
};

/** `a cache of replies`; `cannot tell; what is left is …, or …` where several are left, and `cannot tell` where none is. */
export function causeText(causes: readonly CauseId[]): string {
  const words = causes.map((id) => causeWords[id]);
  if (words.length === 0) return "cannot tell";
  return words.length === 1 ? words.join("") : `cannot tell; what is left is ${words.join(", or ")}`;
}
