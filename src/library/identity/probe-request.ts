import type { Message, TextPart } from "../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { unreachable } from "../../chat/unreachable.js";
import type { ArmId } from "../../verdict/identity/call.js";

/** Two targets that are compared. */
export type TargetPair = { readonly A: Target; readonly B: Target };

/** What a request is made of. `maxTokens`: of the reply; some services take no fewer than 16. */
export type Probing = { readonly pair: TargetPair; readonly baseArm: ArmId; readonly maxTokens: number };

/** The request of a prompt in an arm: the same for both sides, except for the model's name. */
export function probeRequest(
  target: Target,
  ask: { readonly arm: ArmId; readonly text: string },
  probing: Probing,
): ChatRequest {
  const plain: ChatRequest = {
    ...plainRequest(target.model, [userSays(ask.text)]),
    maxOutputTokens: probing.maxTokens,
  };
  const base = probing.baseArm === "base" ? plain : changed(plain, probing.baseArm, probing.pair);
  return ask.arm === probing.baseArm ? base : changed(base, ask.arm, probing.pair);
}

/** Ours, for services that may have put one of their own before the prompt. */
const ownSystemPrompt = "You answer with a single word or number and nothing else.";

/** What one arm changes, and it alone. The reference of `fresh-prompt` is put in when the call is made. */
function changed(request: ChatRequest, arm: ArmId, { A, B }: TargetPair): ChatRequest {
  switch (arm) {
    case "base":
    case "fresh-prompt":
      return request;
    case "sampling": {
      const isOneOf = A.quirks.temperatureOrTopP === true || B.quirks.temperatureOrTopP === true;
      return { ...request, temperature: 1, topP: isOneOf ? null : 1 };
    }
    case "system-prompt":
      return {
        ...request,
        messages: [{ role: "system", parts: textOf(ownSystemPrompt), name: null }, ...request.messages],
      };
    case "reasoning-off":
      return { ...request, reasoning: { mode: "off", effort: null, budgetTokens: null } };
    case "two-turns":
      return { ...request, messages: [userSays("Say yes."), assistantSays("Yes."), ...request.messages] };
    default:
      return unreachable(arm);
  }
}

function userSays(text: string): Message {
  return { role: "user", parts: textOf(text), name: null };
}

function assistantSays(text: string): Message {
  return { role: "assistant", parts: textOf(text), name: null };
}

function textOf(text: string): readonly TextPart[] {
  return [{ kind: "text", text }];
}

/** Dialects of reasoning that have no word for none. */
const cannotSwitchOff: readonly (string | null)[] = [null, "effort-flat"];

/** The arms in which both targets can be asked, as far as their facts say. */
export function armsFor({ A, B }: TargetPair): readonly ArmId[] {
  const both = (holds: (target: Target) => boolean) => holds(A) && holds(B);
  const canSwitch = both(
    ({ quirks, capabilities }) =>
      !cannotSwitchOff.includes(quirks.reasoningDialect) || capabilities.reasoning === false,
  );
  return [
    "base",
    "sampling",
    ...(both(({ capabilities }) => capabilities.system !== false) ? (["system-prompt"] as const) : []),
    "fresh-prompt",
    ...(canSwitch ? (["reasoning-off"] as const) : []),
    "two-turns",
  ];
}
