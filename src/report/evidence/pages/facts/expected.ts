import { unreachable } from "../../../../chat/unreachable.js";
import type { Expectation } from "../../../../scenario/expectation.js";
import type { Arm } from "../../../../verdict/evidence/material.js";
import { code } from "../../../markdown-text.js";

/** What a good reply to the shown step has, as lines of a list; the scenario's own expectations. */
export function expectedLines({ scenario, turn }: Pick<Arm, "scenario" | "turn">): readonly string[] {
  const expected = scenario.steps.find(({ id }) => id === turn.step)?.expect ?? [];
  const isProbe = expected.some(({ kind }) => kind === "refused");
  return [
    ...(isProbe ? [] : ["- a whole reply"]),
    ...expected.map((expectation) => `- ${expectationText(expectation)}`),
  ];
}

function expectationText(expectation: Expectation): string {
  switch (expectation.kind) {
    case "says":
      return `its text has ${anyOf(expectation.anyOf)}`;
    case "uses-result":
      return `its text uses the tool's result: ${expectation.groups.map(anyOf).join(", and ")}`;
    case "calls":
      return `it calls ${expectation.calls.map(({ tool }) => code(tool)).join(" and ")}`;
    case "no-calls":
      return "it makes no further tool call";
    case "finish":
      return `it stops for ${anyOf(expectation.anyOf)}`;
    case "refused":
      return refusalLine(expectation);
    default:
      return unreachable(expectation);
  }
}

function refusalLine({ statuses, names }: Extract<Expectation, { kind: "refused" }>): string {
  const named = names.length === 0 ? "" : ` that names ${anyOf(names)}`;
  return `it is refused with ${statuses.join(" or ")} and an error object${named}, and nothing is billed`;
}

function anyOf(words: readonly string[]): string {
  return words.map((word) => code(word)).join(" or ");
}
