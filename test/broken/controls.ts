import type { Api } from "../../src/chat/api.js";
import { scenarios as shipped } from "../support/repository.js";
import type { ApiName } from "./catalogue.js";
import { apiNames, type Behaviour, seededRun } from "./seeded-run.js";

/** One clean control: a well-behaved model with one way of splitting its bytes. Nothing may be found. */
export type Control = {
  readonly model: string;
  readonly chunks: string;
  readonly scenario: string;
  readonly api: ApiName;
  /** The findings; `ok` where there are none. */
  readonly found: string;
};

/** Ways for a model to behave well. */
const models: { readonly [name: string]: Behaviour } = {
  plain: {},
  "Kimi's own ids and empty blocks": { toolCallIds: "native", emptyTextBlocks: true },
  "ids of nine letters": { toolCallIds: "nine-alnum" },
  "reasoning apart": { reasoning: { text: "The user asks for something; I should answer it." } },
  "signed reasoning": { reasoning: { text: "I should answer.", signed: true } },
};

/** The bytes in which Responses come from other endpoints than OpenRouter, where mantle numbers the calls of each reply anew. */
const endpoints: { readonly [endpoint: string]: Behaviour } = {
  "OpenAI's bytes": { responses: "openai", reasoning: { text: "I should answer.", signed: true } },
  "mantle's bytes at /openai/v1": { responses: "mantle-openai", toolCallIds: "call" },
  "Azure's bytes": { responses: "azure" },
  "xAI's bytes": { responses: "xai", reasoning: { text: "I should answer." } },
  "DeepSeek's bytes": { responses: "deepseek", reasoning: { text: "I should answer." } },
  "the bytes of Codex's backend": { responses: "codex" },
  "LM Studio's bytes": { responses: "lmstudio", reasoning: { text: "I should answer." } },
  "mantle's bytes at /v1": { responses: "mantle", reasoning: { text: "I should answer." } },
};

/** What a good model answers after a tool result, which nearly reads as a call. */
const nearMisses: { readonly [name: string]: string } = {
  "the tool's definition":
    'It is 65°F and sunny, by {"name":"get_weather","parameters":{"type":"object","properties":{"location":{"type":"string"}}}}.',
  "a format explained":
    'It is 65°F and sunny.\n```\n<tool_call>\n{"name":"f","arguments":{}}\n</tool_call>\n```\nis how Hermes writes calls.',
  "a mark between backticks": "It is 65°F and sunny. The tag `<tool_call>` opens a call.",
  "an API in a fence":
    'It is 65°F and sunny. Send this:\n```json\n{"name":"save","arguments":{"city":"SF"}}\n```\nto keep it.',
  "the result as JSON": '{"location":"San Francisco","temperature":65,"condition":"sunny"}',
  "code and a list": "It is 65°F and sunny: `const days = [sunny(65), cloudy(60)];`",
  "a time before an object": 'At 10:30 {"temperature":65} was read, and it is sunny.',
};

/** How the bytes of a body are split. */
const arrivals: { readonly [name: string]: NonNullable<Behaviour["faults"]> } = {
  whole: [],
  "7 bytes": [{ fault: "rechunk", bytes: 7 }],
  "1 byte": [{ fault: "rechunk", bytes: 1 }],
};

const scenarios = ["basic-chat", "tool-call", "response-after-tool", "multi-step"];

/** Runs every control: what {@link arriving} gives of models and APIs and, for Responses, of endpoints; near miss × API; and probe × API × client. */
export async function runControls(): Promise<readonly Control[]> {
  const controls: Control[] = [];
  const run = async (control: Omit<Control, "found">, behaviour: Behaviour) => {
    const { observed, findings } = await seededRun({
      api: apiNames[control.api],
      scenario: control.scenario,
      behaviour,
    });
    const listed = findings.map(({ id, severity }) => `${severity} ${id}`).join(", ");
    controls.push({ ...control, found: listed === "" ? observed : listed });
  };
  for (const [model, text] of Object.entries(nearMisses)) {
    for (const api of Object.keys(apiNames) as readonly ApiName[]) {
      await run({ model, chunks: "whole", scenario: "response-after-tool", api }, { replies: [{ when: {}, text }] });
    }
  }
  for (const [control, behaviour] of [
    ...arriving(models, Object.keys(apiNames) as readonly ApiName[]),
    ...arriving(endpoints, ["responses", "responses-stream"]),
  ]) {
    await run(control, behaviour);
  }
  for (const { id } of shipped.filter(({ tags }) => tags.includes("probes"))) {
    for (const [api, name] of Object.entries(apiNames) as readonly (readonly [ApiName, Api])[]) {
      for (const client of ["http", "sdk"] as const) {
        const { observed, findings } = await seededRun({ api: name, scenario: id, behaviour: {}, client });
        // What an API has no words for cannot be asked there.
        if (observed === "unsupported") continue;
        const found = findings.map((one) => `${one.severity} ${one.id}`).join(", ");
        controls.push({ model: client, chunks: "whole", scenario: id, api, found: found === "" ? observed : found });
      }
    }
  }
  return controls;
}

/**
 * Behaviour × scenario × API whole, and behaviour × API in each other way of arriving. The scenarios take turns there, so that each
 * arrives in each way from every behaviour and over every API: a decoder that minds a split is wrong for an API and what it carries.
 */
function arriving(
  behaviours: { readonly [name: string]: Behaviour },
  apis: readonly ApiName[],
): readonly (readonly [Omit<Control, "found">, Behaviour])[] {
  const ways = Object.entries(arrivals);
  return Object.entries(behaviours).flatMap(([model, behaviour], row) =>
    apis.flatMap((api, column) =>
      ways.flatMap(([chunks, faults], way) =>
        scenarios
          .filter((_, at) => faults.length === 0 || at === (row + column + way) % scenarios.length)
          .map(
            (scenario) =>
              [
                { model, chunks, scenario, api },
                { ...behaviour, faults },
              ] as const,
          ),
      ),
    ),
  );
}
