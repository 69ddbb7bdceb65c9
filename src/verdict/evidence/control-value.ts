import type { JsonObject } from "../../chat/json.js";
import type { ControlReading } from "../attribution/attribution.js";
import { askOf, tellingTranscript } from "../attribution/samples.js";
import type { CaseCell } from "./evidence-calls.js";

/**
 * What a control has of the factor that differs, in its first bad trial, else in its first answered one, as in `native`. `extra`: what its
 * target adds to every body. Null: it has nothing of the kind, no factor differs, or nothing was sent.
 */
export function controlValue(
  { kind, differs }: Pick<ControlReading, "kind" | "differs">,
  { verdict, transcripts }: CaseCell,
  extra: JsonObject,
): string | null {
  if (kind !== "factor") return null;
  const turns = tellingTranscript(transcripts, verdict.judged)?.turns ?? [];
  const values = turns.map((turn, at) => askOf(turn, turns.slice(0, at), extra).factors[differs] ?? null);
  return values.findLast((value) => value !== null) ?? null;
}
