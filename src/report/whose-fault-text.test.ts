import { expect, test } from "vitest";
import { faultText, shortened } from "./whose-fault-text.js";

const words = "The form of the tool-call ids in the history decides: neutral fails, native is fine";

test.each([
  ["a short text, whole", "Short (whole).", "Short (whole)."],
  ["before a bracket that would stay open", `${words} (${"a".repeat(60)} on a place, ${"b".repeat(60)})`, `${words}…`],
  ["before a word", `${words} (all)${" and so on".repeat(10)}`, `${words} (all)${" and so on".repeat(6)} and so…`],
  ["a text without a blank, in the middle", "a".repeat(200), `${"a".repeat(159)}…`],
])("a long text is cut %s", (_, text, cut) => {
  expect(shortened(text)).toBe(cut);
});

test("a lean says that it is suggested, in every medium that has these words", () => {
  const open = { party: "undetermined", standing: null, mark: "SIMULATED" } as const;
  expect(faultText({ ...open, leans: "provider-serving" })).toBe(
    "undetermined, leaning towards the provider's serving (suggested, not shown) (SIMULATED)",
  );
  expect(faultText({ ...open, leans: null })).toBe("undetermined (SIMULATED)");
});
