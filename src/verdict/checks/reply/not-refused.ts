import { quote } from "../../compare-text.js";
import { bad } from "../check.js";
import { must, openai } from "../rule.js";
import { substanceCheck } from "./substance-check.js";

/** The model does not refuse in the API's member for refusals. A refusal in plain text is not detected. */
export const replyNotRefused = substanceCheck(
  { id: "reply/not-refused", claim: "the model does not refuse", rule: must(openai("ChatCompletionMessage.refusal")) },
  (substance) => (substance.kind === "refusal" ? [bad("refusal", null, quote(substance.text))] : []),
);
