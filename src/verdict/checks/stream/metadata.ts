import { noteCheck } from "../note-check.js";
import { bedrock, should } from "../rule.js";

/** A Converse stream ends with its metadata event. */
export const streamMetadata = noteCheck({
  id: "stream/metadata",
  claim: "a stream ends with its metadata",
  rule: should(bedrock("ConverseStreamOutput.metadata")),
  notes: ["metadata-missing"],
  finding: "metadata-missing",
  streamsOnly: true,
});
