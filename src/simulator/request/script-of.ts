import type { Message, UserPart } from "../../chat/message.js";
import type { Scenario } from "../../scenario/scenario.js";

/** The conversation so far when a step's request is made. `says`: the texts of the user; `userText`: the same, squeezed. */
export type Expected = {
  readonly says: readonly string[];
  readonly userText: string;
  readonly rounds: number;
  readonly assistants: number;
};

/** What the requests of a scenario look like: at each of its steps, and at all of them. */
export type Script = {
  readonly steps: readonly Expected[];
  readonly system: string;
  readonly tools: string;
  readonly callIds: readonly string[];
};

const known = new WeakMap<Scenario, Script>();

/** The script of a scenario; read once, since every request is compared with every scenario. */
export function scriptOf(scenario: Scenario): Script {
  const script = known.get(scenario) ?? readScript(scenario);
  known.set(scenario, script);
  return script;
}

function readScript(scenario: Scenario): Script {
  return {
    steps: scenario.steps.map((_, index) => expectedAt(scenario, index)),
    system: squeezed(scenario.system ?? ""),
    tools: namesOf(scenario.tools),
    callIds: scenario.history.flatMap((message) =>
      message.role === "assistant"
        ? message.parts.flatMap((part) => (part.kind === "tool-call" ? (part.id ?? []) : []))
        : [],
    ),
  };
}

function expectedAt({ history, steps: all }: Scenario, index: number): Expected {
  const steps = all.slice(0, index + 1);
  const says = [...historyTexts(history), ...steps.flatMap(({ say }) => say ?? [])];
  return {
    says,
    userText: squeezed(says.join("")),
    rounds: historyRounds(history) + steps.filter(({ answerCalls }) => answerCalls).length,
    assistants: history.filter(({ role }) => role === "assistant").length + index,
  };
}

function historyTexts(history: readonly Message[]): readonly string[] {
  return history.flatMap((message) => (message.role === "user" ? message.parts.map(partText).join("") : []));
}

function partText(part: UserPart): string {
  return part.kind === "text" ? part.text : "";
}

function historyRounds(history: readonly Message[]): number {
  return history.filter(({ role }, index) => role === "tool" && history[index - 1]?.role !== "tool").length;
}

/** The names of tools, whatever their order. */
export function namesOf(tools: readonly { readonly name: string }[]): string {
  return tools
    .map(({ name }) => name)
    .sort()
    .join();
}

/** Removes white space, and the reference that a harness may add to vary a prompt. */
export function squeezed(text: string): string {
  return text.replace(/\[ref [0-9a-f]{6}\]|\s+/g, "");
}
