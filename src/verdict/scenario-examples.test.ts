import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { reply, transcript, turn } from "../../test/samples/transcripts.js";
import type { Message } from "../chat/message.js";
import { unknownCapabilities } from "../chat/unset.js";
import { loadScenarios } from "../scenario/load-scenarios.js";
import type { Scenario, Step } from "../scenario/scenario.js";
import { judgeTrial } from "./judge-trial.js";

const scenarios = loadScenarios(fileURLToPath(new URL("../../scenarios", import.meta.url)));

test.each(scenarios.map((scenario) => ({ id: scenario.id, scenario })))(
  "the examples of $id meet its expectations",
  ({ scenario }) => {
    const verdict = judgeTrial(exampleOf(scenario), scenario, unknownCapabilities);
    expect(verdict.findings).toEqual([]);
    expect(verdict.outcome).toBe("ok");
  },
);

/** The trial of a model that says exactly what the scenario gives as an example. */
function exampleOf(scenario: Scenario) {
  const messages: Message[] = [...scenario.history];
  const turns = scenario.steps.map((step) => {
    const one = turn(step.id, reply(withIds(step)), { messages: [...messages], tools: scenario.tools });
    messages.push({ role: "assistant", parts: withIds(step), name: null });
    return one;
  });
  return transcript(turns, { cell: { scenario: scenario.id, scenarioVersion: scenario.version } });
}

/** An example leaves the ids of its calls to the service. */
function withIds(step: Step) {
  return step.example.map((part, at) => (part.kind === "tool-call" ? { ...part, id: `${step.id}-${at}` } : part));
}
