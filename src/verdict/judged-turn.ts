import { isStreaming } from "../chat/api.js";
import type { Message, ToolCallPart } from "../chat/message.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Transcript, Turn } from "../transcript/transcript.js";
import type { EarlierCall, JudgedTurn } from "./checks/check.js";
import { argumentsOf } from "./checks/tool-calls.js";

/** A turn with the scenario's expectations of its step; a step that is not in the scenario has none. */
export function judgedTurnOf(turn: Turn, transcript: Transcript, scenario: Scenario): JudgedTurn {
  const step = scenario.steps.find(({ id }) => id === turn.step);
  const before = transcript.turns.slice(0, Math.max(0, transcript.turns.indexOf(turn)));
  const conversation = step?.conversation ?? null;
  const plain = {
    streaming: isStreaming(transcript.cell.api),
    expect: step?.expect ?? [],
    ...askedTurnOf(turn),
  };
  if (conversation === null) return { ...plain, earlier: before };
  const others = scenario.steps.filter((one) => one.conversation?.number !== conversation.number);
  const isOther = ({ step: id }: Turn) => others.some((one) => one.id === id);
  return {
    ...plain,
    earlier: before.filter((one) => !isOther(one)),
    beside: {
      own: conversation.marker,
      markers: [...new Set(others.flatMap((one) => one.conversation?.marker ?? []))],
      turns: transcript.turns.filter(isOther),
    },
  };
}

/** What was asked in a turn, from its request alone. */
export function askedTurnOf<Asked extends Pick<Turn, "request">>(
  turn: Asked,
): Pick<JudgedTurn, "tools" | "earlierCalls"> & { readonly turn: Asked } {
  const { tools, messages } = turn.request;
  return { turn, tools: tools ?? [], earlierCalls: messages.flatMap(callsOfMessage) };
}

function callsOfMessage(message: Message): readonly EarlierCall[] {
  if (message.role !== "assistant") return [];
  return message.parts
    .filter((part): part is ToolCallPart => part.kind === "tool-call")
    .map((call) => ({ id: call.id, name: call.name, arguments: argumentsOf(call) }));
}
