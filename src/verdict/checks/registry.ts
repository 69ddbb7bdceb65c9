import { cacheCountedAlike } from "./cache/counted-alike.js";
import { cacheMarkerHonoured } from "./cache/marker-honoured.js";
import type { Check } from "./check.js";
import { clientAgrees } from "./client/agrees.js";
import { envelopeChoicesAsAsked } from "./envelope/choices-as-asked.js";
import { envelopeIdentity } from "./envelope/identity.js";
import { envelopeLogprobsAsAsked } from "./envelope/logprobs-as-asked.js";
import { envelopeModelAsAsked } from "./envelope/model-as-asked.js";
import { envelopeNotes } from "./envelope/notes.js";
import { envelopeRequestId } from "./envelope/request-id.js";
import { expectCalls } from "./expect/calls.js";
import { expectFinish } from "./expect/finish.js";
import { expectNoCalls } from "./expect/no-calls.js";
import { expectSays } from "./expect/says.js";
import { expectUsesResult } from "./expect/uses-result.js";
import { inFlightOwnIds } from "./in-flight/own-ids.js";
import { inFlightOwnReply } from "./in-flight/own-reply.js";
import { outputJson } from "./output/json.js";
import { probeNames } from "./probe/names.js";
import { probeNotBilled } from "./probe/not-billed.js";
import { probeRefused } from "./probe/refused.js";
import { probeShape } from "./probe/shape.js";
import { probeStatus } from "./probe/status.js";
import { replyComplete } from "./reply/complete.js";
import { replyFinishKnown } from "./reply/finish-known.js";
import { replyGenerated } from "./reply/generated.js";
import { replyNotCut } from "./reply/not-cut.js";
import { replyNotEmpty } from "./reply/not-empty.js";
import { replyNotFiltered } from "./reply/not-filtered.js";
import { replyNotOnlyReasoning } from "./reply/not-only-reasoning.js";
import { replyNotRefused } from "./reply/not-refused.js";
import { replyNotes } from "./reply/notes.js";
import { streamCallWhole } from "./stream/call-whole.js";
import { streamDone } from "./stream/done.js";
import { streamIncremental } from "./stream/incremental.js";
import { streamMetadata } from "./stream/metadata.js";
import { streamNotes } from "./stream/notes.js";
import { textHarmonyPreamble } from "./text/harmony-preamble.js";
import { textLanguage } from "./text/language.js";
import { textNoRepetition } from "./text/no-repetition.js";
import { textThinkTag } from "./text/think-tag.js";
import { toolsArgumentsJson } from "./tools/arguments-json.js";
import { toolsArgumentsSchema } from "./tools/arguments-schema.js";
import { toolsCallAsText } from "./tools/call-as-text.js";
import { toolsCallForm } from "./tools/call-form.js";
import { toolsCallInReasoning } from "./tools/call-in-reasoning.js";
import { toolsChoiceHonoured } from "./tools/choice-honoured.js";
import { toolsDuplicateCall } from "./tools/duplicate-call.js";
import { toolsFinishAgrees } from "./tools/finish-agrees.js";
import { toolsIdFresh } from "./tools/id-fresh.js";
import { toolsIdPresent } from "./tools/id-present.js";
import { toolsIdUnique } from "./tools/id-unique.js";
import { toolsNameKnown } from "./tools/name-known.js";
import { toolsNotes } from "./tools/notes.js";
import { usageAddsUp } from "./usage/adds-up.js";
import { usageReported } from "./usage/reported.js";

/**
 * Every check, in the order in which each turn is checked: causes before the findings that they explain. A new check needs
 * an entry here and nowhere else.
 */
export const checks: readonly Check[] = [
  replyComplete,
  inFlightOwnReply,
  ...streamNotes,
  ...envelopeNotes,
  ...toolsNotes,
  ...replyNotes,
  streamCallWhole,
  toolsDuplicateCall,
  toolsCallAsText,
  toolsCallInReasoning,
  toolsCallForm,
  replyGenerated,
  toolsFinishAgrees,
  replyNotFiltered,
  replyNotRefused,
  replyNotCut,
  replyNotOnlyReasoning,
  replyNotEmpty,
  replyFinishKnown,
  textThinkTag,
  textHarmonyPreamble,
  textNoRepetition,
  textLanguage,
  toolsNameKnown,
  toolsIdPresent,
  toolsIdUnique,
  toolsIdFresh,
  inFlightOwnIds,
  toolsArgumentsJson,
  toolsArgumentsSchema,
  toolsChoiceHonoured,
  outputJson,
  expectUsesResult,
  expectCalls,
  expectNoCalls,
  expectSays,
  expectFinish,
  usageReported,
  usageAddsUp,
  cacheMarkerHonoured,
  cacheCountedAlike,
  streamIncremental,
  envelopeIdentity,
  envelopeModelAsAsked,
  envelopeChoicesAsAsked,
  envelopeLogprobsAsAsked,
  envelopeRequestId,
  streamDone,
  streamMetadata,
  clientAgrees,
  probeRefused,
  probeStatus,
  probeShape,
  probeNames,
  probeNotBilled,
];
