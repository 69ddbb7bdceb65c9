import type { Tool } from "../../chat/request.js";
import { dialects } from "./dialects/dialects.js";

/** Whether a text that has only begun may be a call. `maybe`: it breaks off within the opening of one. `begun`: it has one. */
export type CallBeginning = "no" | "maybe" | "begun";

/**
 * Whether a text begins as a call of one of `tools` does, in any dialect or as JSON. `text`: the text so far, without blanks before
 * it and not empty. Blanks do not matter, nor whether a bar or a space of a token is full-width.
 */
export function callBeginning(text: string, tools: readonly Tool[]): CallBeginning {
  const first = text.charAt(0);
  const isPlain = !byFirst.has(first) && !mayBeMark.test(first) && !tools.some(({ name }) => name.startsWith(first));
  if (isPlain) return "no";
  const head = text.slice(0, 400);
  const start = plain(head);
  const found = [...(byFirst.get(start.charAt(0)) ?? []), toolAlone].map((opening) => fits(opening, start, tools));
  if (found.includes("begun") || hasMark(head) || isNameLine(head, tools)) return "begun";
  return found.includes("maybe") ? "maybe" : "no";
}

/** The beginning of a call. `named`: a tool's name follows it, and after the name one of `next`; null: anything. */
type Opening = { readonly text: string; readonly named: boolean; readonly next: string | null };

const shownTool = "get_tide";

/** Each dialect's example up to the tool's name, from each tag in it on: a template's first tags are often missing. */
const ofDialects = dialects.flatMap(({ example }): readonly Opening[] => {
  const head = example.slice(0, example.indexOf(shownTool));
  const starts = [0, ...[...head.matchAll(/(?<=[>\n\] ])[<[{]/g)].map(({ index }) => index)];
  return starts.map((start) => ({ text: plain(head.slice(start)), named: true, next: null }));
});

const members = ["name", "tool", "tool_name", "toolName", "function", "function_name", "action", "recipient_name"];
const wrappers = ["tool_calls", "tool_call", "function_call", "toolUse", "tool_use"];

/** JSON whose first member is that of a call, plain or in a list or a code fence, with either kind of quotes. */
const ofJson = ["{", "[{", "```{", "```json{", "```[{", "```json[{"].flatMap((start) =>
  ['"', "'"].flatMap((quote): readonly Opening[] => {
    const named = members.map((member) => `${start}${quote}${member}${quote}:${quote}`);
    const wrapped = wrappers.map((member) => `${start}${quote}${member}${quote}:`);
    return [
      ...named.map((text) => ({ text, named: true, next: null })),
      ...wrapped.map((text) => ({ text, named: false, next: null })),
      { text: `${start}${quote}type${quote}:${quote}function${quote}`, named: false, next: null },
      { text: `${start}${quote}`, named: true, next: `${quote}:` },
    ];
  }),
);

/** A tool's name with almost nothing before it: what follows has to show that it is a call. */
const toolAlone: Opening = { text: "", named: true, next: "({" };
const bare: readonly Opening[] = [
  { text: "[", named: true, next: "(" },
  { text: "<", named: true, next: ">/=" },
  { text: "```", named: true, next: "({" },
];

const byFirst = new Map<string, Opening[]>();
for (const opening of [...ofDialects, ...ofJson, ...bare]) {
  const first = opening.text.charAt(0);
  // What an example has as its only sign is among the bare ones.
  if (opening.text.length < 2 && opening.next === null) continue;
  byFirst.set(first, [...(byFirst.get(first) ?? []), opening]);
}

/** How the marks of templates begin. */
const mayBeMark = /^[<[✿>`fcaA]/;

function fits({ text, named, next }: Opening, start: string, tools: readonly Tool[]): CallBeginning {
  if (text.startsWith(start)) return "maybe";
  if (!start.startsWith(text)) return "no";
  return named ? nameAfter(start.slice(text.length), tools, next) : "begun";
}

function nameAfter(rest: string, tools: readonly Tool[], next: string | null): CallBeginning {
  let isMaybe = false;
  for (const { name } of tools) {
    const written = plain(name);
    if (written.startsWith(rest)) isMaybe = true;
    else if (rest.startsWith(written) && (next === null || next.includes(rest.charAt(written.length)))) return "begun";
  }
  return isMaybe ? "maybe" : "no";
}

/** Whether a template's mark is the first thing of a text. The first character rules out most texts. */
function hasMark(text: string): boolean {
  return mayBeMark.test(text) && dialects.some(({ mark }) => mark?.exec(text)?.index === 0);
}

/** A line that is a tool's name and nothing else: what is left of a call where all marks are stripped. */
function isNameLine(text: string, tools: readonly Tool[]): boolean {
  return tools.some(({ name }) => text.startsWith(name) && /^[^\S\n]*\n/.test(text.slice(name.length)));
}

function plain(text: string): string {
  return text.replaceAll(/\s/g, "").replaceAll(/[｜‖]/g, "|").replaceAll("▁", "_");
}
