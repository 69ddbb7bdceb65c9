/**
 * What happens to a reply until its answer begins (text that is not blank, a call, a refusal). `hold`: reasoning waits, and a reply
 * without an answer is asked of the next model unnoticed. `early`: reasoning goes out as it comes, and a reply without an answer is
 * asked of the next model inside the same stream. `off`: everything goes out as it comes, and a reply without an answer is one.
 */
export const guardModes = ["hold", "early", "off"] as const;
export type GuardMode = (typeof guardModes)[number];

/** The mode for the file's word: true is the default, `early`, and false is `off`. */
export function guardModeOf(word: GuardMode | boolean): GuardMode {
  if (word === true) return "early";
  return word === false ? "off" : word;
}
