import { wholeOf } from "../../../../chat/api.js";
import type { ChatRequest, ReasoningSetting } from "../../../../chat/request.js";
import type { Target } from "../../../../chat/target.js";
import type { FailingCall } from "../flip.js";
import { type Flip, type Level, level, type Unasked, unasked } from "../flip.js";
import { objectIn, thinkingMembers, withExtra, without, withoutExtra } from "./members.js";
import { fixedTemperature } from "./settings.js";

/**
 * What the request says about reasoning. Where a source documents the switch, it is that one. Where none does, the switches of the
 * model's vendor and of vLLM are tried: a service may refuse them, or ignore them.
 */
export const thinking: Flip = {
  id: "thinking",
  name: "the reasoning setting",
  pointers: {
    converse: ["/additionalModelRequestFields/**", "/outputConfig", "/outputConfig/effort"],
    chat: thinkingMembers.map((name) => `/${name}/**`),
    messages: ["/output_config/**", ...thinkingMembers.map((name) => `/${name}/**`)],
  },
  source: { source: "https://platform.kimi.ai/docs/api/models-overview (thinking.type)", date: "2026-11-29" },
  offer: (call) => {
    const { request, target } = call;
    if (target.capabilities.reasoning === false) return [];
    const mode = modeOf(request);
    return [
      ...(mode === "off" ? [] : switchedOff(target).map((one) => ("why" in one ? one : atItsTemperature(one, call)))),
      ...(mode === null ? [] : [level("default", "nothing about reasoning", mode === "off" ? 2048 : 0)]),
    ];
  },
  apply: (request, id) => {
    const plain = plainRequest(request);
    if (id === "off-field") return withExtra(plain, "thinking", { type: "disabled" });
    if (id === "off-template") return withExtra(plain, "chat_template_kwargs", { thinking: false });
    if (id !== "off-additional") return { ...plain, reasoning: settings[id] ?? null };
    const fields = objectIn(plain.extra, "additionalModelRequestFields");
    return withExtra(plain, "additionalModelRequestFields", { ...fields, thinking: { type: "disabled" } });
  },
};

const settings: { readonly [level: string]: ReasoningSetting } = {
  off: { mode: "off", effort: null, budgetTokens: null },
  low: { mode: "on", effort: "low", budgetTokens: null },
};

/** How a target switches reasoning off. */
function switchedOff(target: Target): readonly (Level | Unasked)[] {
  const { reasoningDialect: dialect } = target.quirks;
  if (dialect === "effort-flat") return [level("low", "little reasoning: this model cannot switch it off")];
  if (dialect !== null) return [level("off", "reasoning off")];
  if (target.capabilities.reasoning !== true)
    return [unasked("off", "no source says how this target switches reasoning off")];
  if (wholeOf(target.api) === "converse") {
    return [
      level("off-additional", "thinking.type disabled in additionalModelRequestFields, if Converse passes it on"),
    ];
  }
  return [
    level("off-field", "thinking.type disabled, Moonshot's own switch"),
    level("off-template", "chat_template_kwargs.thinking false, vLLM's switch"),
  ];
}

/** Moonshot takes another temperature with reasoning off, which would be a second change. */
function atItsTemperature(one: Level, { request, target }: FailingCall): Level | Unasked {
  const only = fixedTemperature(target, { reasoning: settings["off"] ?? null });
  if (only === null || request.temperature === null || request.temperature === only) return one;
  return unasked(
    one.id,
    `with reasoning off this service takes a temperature of ${only} alone, and ${request.temperature} is sent`,
  );
}

function modeOf(request: ChatRequest): "on" | "off" | null {
  const { reasoning } = request;
  if (reasoning !== null && reasoning.mode !== "default") return reasoning.mode;
  const fields = objectIn(request.extra, "additionalModelRequestFields");
  return thinkingMembers.some((name) => name in request.extra || name in fields) ? "on" : null;
}

function plainRequest(request: ChatRequest): ChatRequest {
  const fields = objectIn(request.extra, "additionalModelRequestFields");
  const plain = withoutExtra({ ...request, reasoning: null }, thinkingMembers);
  return Object.keys(fields).length === 0
    ? plain
    : withExtra(plain, "additionalModelRequestFields", without(fields, thinkingMembers));
}
