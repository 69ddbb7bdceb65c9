import type { SourcePath } from "../../source/source-document.js";
import type { ScenarioFile } from "../scenario-file.js";
import { markerWord } from "./markers.js";

type Mistake = { readonly path: SourcePath; readonly message: string; readonly hint: string };

/** What is wrong with a scenario of several conversations at once. */
export function inFlightMistakes(scenario: ScenarioFile): readonly Mistake[] {
  if (scenario.inFlight === undefined) return [];
  const [first] = scenario.steps;
  const shared = (["system", "history"] as const).filter((name) => has(scenario[name]));
  return [
    ...(first !== undefined && !has(first.say)
      ? [
          {
            path: ["steps", 0],
            message: `the conversations in flight cannot be told apart: the first step does not say ${markerWord}`,
            hint: `write ${markerWord} in its say, for a word that is another one in each conversation`,
          },
        ]
      : []),
    ...shared.map((name) => ({
      path: [name],
      message: `${markerWord} is not replaced in ${name}, which all conversations share`,
      hint: "write it in the steps and in the results of tools",
    })),
    ...(scenario.compare.length > 0
      ? [
          {
            path: ["compare"],
            message: "parameters are not compared between conversations in flight",
            hint: "remove compare or inFlight",
          },
        ]
      : []),
  ];
}

function has(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(markerWord);
}
