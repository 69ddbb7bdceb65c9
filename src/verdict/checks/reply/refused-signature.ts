import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { CheckFinding, JudgedTurn } from "../check.js";

/**
 * A refused signature, with what is known about it: it came from another upstream than the one that refuses it (`signature-of-other-upstream`),
 * or from the service itself in this trial (`own-signature`), and went back as it came. Any other finding stays as it is.
 */
export function withSignatureCause(finding: CheckFinding, { turn, earlier }: JudgedTurn): CheckFinding {
  if (finding.id !== "request-refused" || finding.cause !== "thinking-signature") return finding;
  const sent = turn.request.messages.flatMap((message) => (message.role === "assistant" ? message.parts : []));
  const returned = new Set(sent.flatMap(opaqueOf));
  const signed = earlier.findLast(({ reply }) => reply.parts.flatMap(opaqueOf).some((one) => returned.has(one)));
  if (signed === undefined) return finding;
  const signer = signed.reply.upstream;
  const refuser = turn.reply.upstream ?? refusingUpstream(turn.reply.failure?.raw ?? null);
  if (signer !== null && refuser !== null && signer !== refuser) {
    const seen = `signed by ${signer} in ${signed.step}, refused by ${refuser}: ${finding.seen}`;
    return { ...finding, cause: "signature-of-other-upstream", seen };
  }
  return { ...finding, cause: "own-signature", seen: `the signature of ${signed.step}, unchanged: ${finding.seen}` };
}

/** What a service signs or hides, as it sent it: in the part, or in OpenRouter's `reasoning_details` (`signature`, `data`). */
function opaqueOf(part: AssistantPart): readonly string[] {
  if (part.kind !== "reasoning") return [];
  const details = (part.details ?? []).flatMap((one) => (isJsonObject(one) ? [one["signature"], one["data"]] : []));
  return [part.signature, part.redacted, ...details].flatMap((one) =>
    typeof one === "string" && one !== "" ? [one] : [],
  );
}

/** The upstream that a gateway's error names (OpenRouter: `error.metadata.provider_name`; docs/api/reference/errors, read 2026-11-20). */
function refusingUpstream(raw: string | null): string | null {
  try {
    const body: JsonValue = JSON.parse(raw ?? "null");
    const error = isJsonObject(body) ? body["error"] : undefined;
    const metadata = isJsonObject(error) ? error["metadata"] : undefined;
    const name = isJsonObject(metadata) ? metadata["provider_name"] : undefined;
    return typeof name === "string" ? name : null;
  } catch {
    return null;
  }
}
