import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { firstToolBlock } from "../../blocks/tool-history.js";
import type { Warn } from "../../blocks/warning-log.js";
import { messagesService } from "../repair/service.js";

/** Warns of each documented limit that a request breaks. It is sent unchanged, and the refusal is the evidence. */
export function warnBrokenLimits(request: ChatRequest, target: Target, warn: Warn): void {
  const report: Report = (field, message) => warn("limit-broken", field, message);
  reportSettings(request, target, report);
  reportTools(request, report);
  reportIds(request, target, report);
}

type Report = (field: string, message: string) => void;

function reportSettings(request: ChatRequest, target: Target, report: Report): void {
  const { temperature, topP, stopSequences } = request;
  if (temperature !== null && (temperature < 0 || temperature > 1)) {
    report("temperature", `${temperature} is not between 0 and 1`);
  }
  if (topP !== null && (topP < 0 || topP > 1)) report("topP", `${topP} is not between 0 and 1`);
  if (target.quirks.temperatureOrTopP === true && temperature !== null && topP !== null) {
    report("topP", "this service refuses temperature and topP together");
  }
  stopSequences?.forEach((stop, index) => {
    if (stop.trim() === "")
      report(`stopSequences[${index}]`, "a stop sequence without a character that is not white space");
  });
}

function reportTools({ tools, toolChoice, messages }: ChatRequest, report: Report): void {
  const hasTools = tools !== null && tools.length > 0;
  if (!hasTools && toolChoice !== null) report("toolChoice", "a tool choice without tools");
  if (!hasTools && firstToolBlock(messages) !== null) {
    report("tools", "the history has tool blocks, and the request has no tools");
  }
  tools?.forEach(({ name }, index) => {
    if (messagesService.toolNames.pattern.test(name)) return;
    report(`tools[${index}].name`, `the name ${JSON.stringify(name)} is not 1 to 128 of a-z A-Z 0-9 _ -`);
  });
}

function reportIds({ messages }: ChatRequest, { quirks }: Target, report: Report): void {
  const pattern = quirks.toolCallIdPattern;
  const accepted = pattern === null ? messagesService.callIds : new RegExp(`^(?:${pattern})$`);
  const check = (id: string | null, field: string) => {
    if (id !== null && !accepted.test(id))
      report(field, `the id ${JSON.stringify(id)} does not match ${accepted.source}`);
  };
  messages.forEach((message, index) => {
    if (message.role === "tool") check(message.toolCallId, `messages[${index}].toolCallId`);
    if (message.role !== "assistant") return;
    message.parts.forEach((part, at) => {
      if (part.kind === "tool-call") check(part.id, `messages[${index}].parts[${at}].id`);
    });
  });
}
