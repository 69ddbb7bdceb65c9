import { isStreaming } from "../../../../chat/api.js";
import { sentByHttpId } from "../../../../chat/wire-change.js";
import type { Material } from "../../../../verdict/evidence/material.js";
import { counted } from "../../../counted.js";
import { plain } from "../../../markdown-text.js";
import { linkedCounts } from "../facts/linked-counts.js";
import { claimNamed, type Print } from "../facts/print.js";
import { unseenSettings } from "../facts/unseen-settings.js";

/** What would make us wrong: the strongest evidence against the claim, what weakens ours, and what was not asked. Lines of a list. */
export function doubtLines(material: Material, print: Print): readonly string[] {
  const { attribution } = material;
  const against = attribution.against.slice(0, 3).map((line) => `- Against it: ${linkedCounts(line, material, print)}`);
  return [
    ...(against.length === 0
      ? ["- Nothing in this evidence speaks against it; the lines below say what is missing."]
      : against),
    ...weakLines(material, print),
    ...untestedLines(material),
    ...unseenLine(material),
  ];
}

/** What weakens the evidence whichever way it points. */
function weakLines(material: Material, print: Print): readonly string[] {
  const { failing, working, experiment, clientViews, facts } = material;
  const { verdict, turn } = failing;
  const excluded = claimNamed(material, "failing-excluded");
  return [
    ...(verdict.trials.eligible === 1 ? ["- One trial only: it may be chance."] : []),
    ...(verdict.trials.eligible > 1 &&
    verdict.distinctReplies === 1 &&
    verdict.sampleText !== null &&
    verdict.sampleText !== ""
      ? ["- Every failing reply is the same text: a cache or a fixed seed may make one observation look like many."]
      : []),
    ...(excluded === null || excluded.text === "0"
      ? []
      : [`- Trials were excluded, perhaps for a related reason: ${print.count(excluded)}.`]),
    ...(working === null ? ["- No request that passes is in this evidence."] : []),
    ...(experiment === null && facts.run === null
      ? ["- The two requests were not interleaved for this bundle, so the service may have changed between them."]
      : []),
    ...(turn.otherReading === null && (clientViews?.streams.length ?? 0) === 0
      ? ["- Only one decoder read these bytes: a second one may read them differently."]
      : []),
    ...turn.reply.warnings
      .filter(({ id }) => id !== sentByHttpId)
      .map(({ field, message }) => `- The request differs from the scenario: ${plain(field)}: ${plain(message)}`),
  ];
}

function untestedLines({ attribution, failing, controls }: Material): readonly string[] {
  const kinds = new Set(controls.map(({ reading }) => reading.kind));
  const missing = attribution.missing.map(
    ({ control, calls }) => `- Not tested: ${plain(control)} (about ${counted(calls, "call")}).`,
  );
  if (missing.length > 0) return missing.slice(0, 3);
  return [
    ...(kinds.has("provider") ? [] : ["- Not tested: another provider of the model."]),
    ...(kinds.has("stream")
      ? []
      : [`- Not tested: the same request ${isStreaming(failing.target.api) ? "unary" : "streamed"}.`]),
  ];
}

function unseenLine({ failing }: Material): readonly string[] {
  const names = unseenSettings(failing).map(({ name }) => name);
  return names.length === 0 ? [] : [`- Settings that no call shows may explain it: ${names.join("; ")}.`];
}
