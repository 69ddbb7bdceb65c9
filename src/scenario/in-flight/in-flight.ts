import type { Scenario, ScenarioTool, Step } from "../scenario.js";
import { markers, markerWord } from "./markers.js";

/**
 * The scenario as several users ask it at once: each conversation has all its steps, in which its own marker stands for `{marker}`, under ids
 * such as `ask-1`, and begins with the scripted history. A scripted result with `{marker}` becomes one for each conversation.
 */
export function withConversations(scenario: Scenario, count: number): Scenario {
  if (count < 2) return scenario;
  const own = markers.slice(0, count);
  return {
    ...scenario,
    tools: scenario.tools.map((tool) => withResults(tool, own)),
    steps: own.flatMap((marker, at) =>
      scenario.steps.map((step, index) => ({
        ...filled(step, marker),
        id: `${step.id}-${at + 1}`,
        fresh: step.fresh || (at > 0 && index === 0),
        conversation: { number: at + 1, marker },
      })),
    ),
  };
}

/** The steps of each conversation, in order; one list where the scenario has one conversation. */
export function conversationsOf({ steps }: Pick<Scenario, "steps">): readonly (readonly Step[])[] {
  const numbers = [...new Set(steps.map(({ conversation }) => conversation?.number ?? null))];
  return numbers.map((number) => steps.filter(({ conversation }) => (conversation?.number ?? null) === number));
}

function withResults(tool: ScenarioTool, own: readonly string[]): ScenarioTool {
  return {
    ...tool,
    results: tool.results.flatMap((result) =>
      JSON.stringify(result).includes(markerWord) ? own.map((marker) => filled(result, marker)) : [result],
    ),
  };
}

/** The same data with a marker in place of `{marker}`, in every text. A marker is letters and digits, which JSON has as they are. */
function filled<Data>(data: Data, marker: string): Data {
  const value: Data = JSON.parse(JSON.stringify(data).replaceAll(markerWord, marker));
  return value;
}
