import { expect, test } from "vitest";
import { guardModeOf, guardModes } from "./guard-mode.js";

test.each([[true, "early"], [false, "off"], ...guardModes.map((mode) => [mode, mode] as const)] as const)(
  "the word %j is the mode %s",
  (word, mode) => {
    expect(guardModeOf(word)).toBe(mode);
  },
);
