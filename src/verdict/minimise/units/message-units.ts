import type { AssistantMessage, Message, ToolCallPart } from "../../../chat/message.js";
import { quote } from "../../compare-text.js";
import { quotedName } from "../../evidence/quoted-name.js";
import { partUnits } from "./part-units.js";
import type { Unit } from "./unit.js";

/**
 * What can go of a conversation: a system message; a question with everything up to the next one; a turn of the assistant with the
 * results of its calls; one of several calls with its result; a part of a message; and what stands inside a part. The last question
 * stays, and without one the last message.
 */
export function messageUnits(messages: readonly Message[]): readonly Unit[] {
  const question = messages.findLastIndex(({ role }) => role === "user");
  const staying = question === -1 ? messages.length - 1 : question;
  const units: Unit[] = [];
  let parent: string | null = null;
  for (let at = 0; at < messages.length; at += 1) {
    const message = messages[at];
    if (message === undefined) break;
    if (isSystem(message)) {
      const unit = spanUnit(messages, [at], { says: `the ${message.role} message`, parent: null });
      const own = at === staying ? [] : [unit];
      units.push(...own, ...partUnits(message, at, { parent: own[0]?.id ?? null }));
    } else if (message.role === "user") {
      const span = spanOf(messages, at, ({ role }) => role !== "user");
      const says = span.length === 1 ? "the question" : "the question and what follows it,";
      const own = at === staying ? [] : [spanUnit(messages, span, { says, parent: null })];
      parent = own[0]?.id ?? null;
      units.push(...own, ...partUnits(message, at, { parent }));
    } else {
      const span = message.role === "tool" ? [at] : spanOf(messages, at, ({ role }) => role === "tool");
      const own = span.includes(staying) ? [] : [spanUnit(messages, span, { says: stepWords(message), parent })];
      const around = own[0]?.id ?? parent;
      const calls = message.role === "assistant" ? callUnits(messages, message, { span, parent: around }) : [];
      units.push(...own, ...calls);
      for (const index of span) {
        const inside = messages[index];
        if (inside === undefined) continue;
        units.push(...partUnits(inside, index, { parent: aroundOf(calls, index) ?? around, calls }));
      }
      at = span.at(-1) ?? at;
    }
  }
  return units;
}

type Span = readonly number[];

function isSystem({ role }: Message): boolean {
  return role === "system" || role === "developer";
}

/** The indices from `from` on while the messages after it fit; system messages stand between them and do not belong to it. */
function spanOf(messages: readonly Message[], from: number, fits: (message: Message) => boolean): Span {
  const span = [from];
  for (let at = from + 1; at < messages.length; at += 1) {
    const message = messages[at];
    if (message === undefined || !(isSystem(message) || fits(message))) break;
    if (!isSystem(message)) span.push(at);
    else if (messages[from]?.role !== "user") break;
  }
  return span;
}

function spanUnit(
  messages: readonly Message[],
  span: Span,
  { says, parent }: { readonly says: string; readonly parent: string | null },
): Unit {
  const [first = 0, last = first] = [span[0], span.at(-1)];
  const id = first === last ? `/messages/${first}` : `/messages/${first}-${last}`;
  const numbers = first === last ? `message ${first + 1}` : `messages ${first + 1} to ${last + 1}`;
  const takes = span.map((index) => `/messages/${index}`);
  return { id, group: "messages", says: `${says} (${numbers}${openingOf(messages[first])})`, parent, takes };
}

function openingOf(message: Message | undefined): string {
  const text = message?.parts.find((part) => part.kind === "text");
  return text?.kind === "text" ? `, ${quotedName(quote(text.text, 40).slice(1, -1), 60)}` : "";
}

function stepWords(message: Message): string {
  if (message.role === "tool") return "a result without a call";
  const calls = message.role === "assistant" ? message.parts.filter(isCall) : [];
  const [only] = calls;
  if (only === undefined) return "the answer";
  return calls.length === 1 ? `${callWords(only)} and its result` : `${calls.length} calls and their results`;
}

function isCall(part: Message["parts"][number]): part is ToolCallPart {
  return part.kind === "tool-call";
}

function callWords({ name, id }: ToolCallPart): string {
  return `the call of ${name === null ? "a tool without a name" : quotedName(name)}${id === null ? "" : ` with the id ${quotedName(id)}`}`;
}

/** Each of several calls with its result: by its id, or by its place where ids are missing. */
function callUnits(
  messages: readonly Message[],
  turn: AssistantMessage,
  { span, parent }: { readonly span: Span; readonly parent: string | null },
): readonly Unit[] {
  const calls = turn.parts.flatMap((part, index) => (isCall(part) ? [{ part, index }] : []));
  if (calls.length < 2) return [];
  const [at = 0, ...results] = span;
  const open = new Set(results);
  return calls.map(({ part, index }, number) => {
    const idOf = (result: number) => {
      const message = messages[result];
      return message?.role === "tool" ? message.toolCallId : null;
    };
    const byId = results.find((result) => open.has(result) && part.id !== null && idOf(result) === part.id);
    const byPlace = results[number];
    const isPlain = byPlace !== undefined && open.has(byPlace) && (part.id === null || idOf(byPlace) === null);
    const found = byId ?? (isPlain ? byPlace : undefined);
    if (found !== undefined) open.delete(found);
    const id = `/messages/${at}/parts/${index}`;
    const takes = [id, ...(found === undefined ? [] : [`/messages/${found}`])];
    return { id, group: "messages", says: `${callWords(part)} and its result (message ${at + 1})`, parent, takes };
  });
}

function aroundOf(calls: readonly Unit[], index: number): string | null {
  return calls.find(({ takes }) => takes.includes(`/messages/${index}`))?.id ?? null;
}
