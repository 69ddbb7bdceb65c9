import { betasMember } from "../../adapters/betas/beta-names.js";
import type { Message } from "../../chat/message.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest, type Tool } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { changeFor } from "../../scenario/change/change-for.js";
import type { Scenario, ScenarioTool, Step } from "../../scenario/scenario.js";
import { settingsOf } from "../../scenario/settings-of.js";

/** What a request is made of: a step of a scenario, whom it asks, and the messages so far. */
export type Asked = {
  readonly scenario: Scenario;
  readonly step: Step;
  readonly target: Target;
  readonly messages: readonly Message[];
};

/** The request of one step: its settings and the scenario's tools with the messages so far, the same for every target. */
export function buildRequest({ scenario, step, target, messages }: Asked): ChatRequest {
  const settings = settingsOf(scenario, step);
  const isSampled = target.quirks.takesSampling !== false;
  const betas = settings.betas ?? null;
  return {
    ...plainRequest(target.providerModelId, messages),
    tools: scenario.tools.length === 0 ? null : scenario.tools.map(asTool),
    toolChoice: settings.toolChoice,
    parallelToolCalls: settings.parallelToolCalls,
    maxOutputTokens: settings.maxOutputTokens,
    temperature: isSampled ? settings.temperature : null,
    topP: isSampled ? settings.topP : null,
    topK: settings.topK,
    seed: settings.seed,
    presencePenalty: settings.presencePenalty,
    frequencyPenalty: settings.frequencyPenalty,
    stopSequences: settings.stopSequences,
    reasoning: settings.reasoning,
    responseFormat: settings.responseFormat,
    choices: settings.choices,
    logprobs: settings.logprobs,
    logitBias: settings.logitBias,
    extra: betas === null ? {} : { [betasMember]: betas },
    change: changeFor(step, target),
  };
}

/** What of a step's settings is not sent, since the target's service takes none of it: one warning each. */
export function samplingLeftOut({ scenario, step, target }: Omit<Asked, "messages">): readonly Warning[] {
  if (target.quirks.takesSampling !== false) return [];
  const settings = settingsOf(scenario, step);
  return (["temperature", "topP"] as const).flatMap((field) =>
    settings[field] === null
      ? []
      : [{ id: "sampling-left-out", field, message: `${field} is not sent: ${target.id} refuses any` }],
  );
}

/** The messages before the first step: the system text, then the scripted history. */
export function openingMessages(scenario: Scenario): readonly Message[] {
  if (scenario.system === null) return scenario.history;
  return [{ role: "system", parts: [{ kind: "text", text: scenario.system }], name: null }, ...scenario.history];
}

function asTool({ name, description, parameters, strict }: ScenarioTool): Tool {
  return { name, description, parameters, strict };
}
