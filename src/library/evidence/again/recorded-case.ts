import type { RecordedCase } from "../../../verdict/evidence/recheck-decision.js";
import { redactionMark } from "../../../wire/secrets/secret-patterns.js";
import { UsageError } from "../../usage-error.js";
import { type AgainArm, type ArmPair, armsOf } from "./again-arm.js";
import { judgeRecorded } from "./judge-again.js";
import type { RecordedCells } from "./recheck-source.js";
import { askedAgainSide, recordedSide } from "./recorded-side.js";

/**
 * What the bundle has recorded of its two requests, judged from the bytes. Throws UsageError where our own client finds nothing wrong in
 * the failing reply, or something in the working one: asking again would then be compared with nothing.
 */
export async function recordedCase({ failing, working }: ArmPair, cells: RecordedCells): Promise<RecordedCase> {
  const shown = await judgeRecorded(failing);
  if (shown.outcome !== "bad") {
    throw new UsageError(`the recorded failing reply is ${wordFor(shown)} when our own client reads it`, {
      hint: "What failed is then not on the wire but in the client that read it: `llm-parity clients` shows what each makes of it.",
    });
  }
  const other = working === null ? null : await judgeRecorded(working);
  if (other !== null && other.outcome !== "ok") {
    throw new UsageError(`the recorded working reply is ${wordFor(other)} when our own client reads it`, {
      hint: "It shows nothing about the failing one. Make the bundle again with this version.",
    });
  }
  const { findings } = shown;
  return {
    findings,
    failing: askedAgainSide("failing", cells.again, findings) ?? recordedSide(failing, cells.failing, findings),
    working:
      working === null || cells.working === null
        ? null
        : (askedAgainSide("working", cells.again, null) ?? recordedSide(working, cells.working, null)),
    redacted: armsOf({ failing, working })
      .filter(isRedacted)
      .map(({ name }) => name),
  };
}

function isRedacted({ exchange }: AgainArm): boolean {
  return Buffer.from(exchange.request.body ?? new Uint8Array()).includes(redactionMark);
}

function wordFor({ outcome, reason, findings }: Awaited<ReturnType<typeof judgeRecorded>>): string {
  if (outcome === "excluded") return `no evidence (${reason ?? "excluded"})`;
  return outcome === "ok" ? "fine" : `bad (${findings.join(", ")})`;
}
