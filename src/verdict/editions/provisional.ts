/** Why a check or scenario is not stable yet, by its id. */
type Reasons = { readonly [id: string]: string };

/** Checks that may still change their mind. What is not here is stable. */
export const provisionalChecks: Reasons = {
  "text/no-repetition": "a threshold of another suite, not measured on our recordings",
  "text/language": "guesses a language by its letters",
  "text/think-tag": "the tags are a list that grows",
  "text/harmony-preamble": "one report",
  "tools/call-as-text": "the dialects are a list that grows",
  "tools/call-in-reasoning": "the dialects are a list that grows",
  "stream/incremental": "what counts as long is a choice of ours",
  "envelope/at-the-top": "reports, no specification",
  "envelope/model-as-asked": "names of models are compared by rules that grow",
  "envelope/request-id": "reports, no specification",
  "cache/marker-honoured": "not yet measured on a live service",
  "cache/counted-alike": "not yet measured on a live service",
  "in-flight/own-reply": "not yet measured on a live service",
  "in-flight/own-ids": "not yet measured on a live service",
  "reply/reasoning-signed": "which models sign is a list that grows",
  "client/agrees": "about our two clients, not about a service",
};

/** Checks of these subjects are provisional too: they compare rates, and are not yet measured on a live service. */
export const provisionalSubjects: readonly string[] = ["effect/"];

/** Scenarios with one of these tags are provisional: not yet measured on a live service. */
export const provisionalTags: Reasons = {
  dialects: "the translations of Responses and Messages still grow",
  load: "long and parallel requests depend on quotas",
  media: "which media a model takes is not yet sourced for each target",
  parameters: "compares rates",
  cache: "compares counts",
  schema: "a sweep over keywords that services may refuse",
};
