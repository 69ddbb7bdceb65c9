import type { Message, UserPart } from "../../chat/message.js";
import type { Scenario, Settings, Step } from "../../scenario/scenario.js";
import { settingsOf } from "../../scenario/settings-of.js";
import { type SettingName, settingNames } from "./read-settings.js";

/** The conversation so far when a step's request is made. `says`: the texts of the user; `userText`: the same, squeezed. */
export type Expected = {
  readonly says: readonly string[];
  readonly userText: string;
  readonly rounds: number;
  readonly assistants: number;
  readonly settings: Settings;
};

/** What the requests of a scenario look like: at each of its steps, and at all of them. */
export type Script = {
  readonly steps: readonly Expected[];
  readonly system: string;
  readonly tools: string;
  readonly callIds: readonly string[];
  /** The settings that tell its steps apart: those that at least one of them changes. */
  readonly changed: readonly SettingName[];
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
    steps: scenario.steps.map((step, index) => ({
      ...expectedAt(scenario, index),
      settings: settingsOf(scenario, step),
    })),
    system: squeezed(scenario.system ?? ""),
    tools: namesOf(scenario.tools),
    callIds: scenario.history.flatMap((message) =>
      message.role === "assistant"
        ? message.parts.flatMap((part) => (part.kind === "tool-call" ? (part.id ?? []) : []))
        : [],
    ),
    changed: changedBy(scenario.steps),
  };
}

function changedBy(steps: readonly Step[]): readonly SettingName[] {
  const names = new Set(steps.flatMap(({ settings }) => Object.keys(settings)));
  return settingNames.filter((name) => names.has(name));
}

function expectedAt({ history, steps: all }: Scenario, index: number): Omit<Expected, "settings"> {
  const begin = Math.max(
    0,
    all.findLastIndex(({ fresh }, at) => fresh && at <= index),
  );
  const steps = all.slice(begin, index + 1);
  const says = [...historyTexts(history), ...steps.flatMap(({ say }) => say ?? [])];
  return {
    says,
    userText: squeezed(says.join("")),
    rounds: historyRounds(history) + steps.filter(({ answerCalls }) => answerCalls).length,
    assistants: history.filter(({ role }) => role === "assistant").length + index - begin,
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
