/**
 * The id of everything in which two requests of one question can differ, whether it is read from a request (`attribution/factors`) or
 * changed in one (`experiment/levels`). One factor has one id in both. Ids are stored, so that a name never gets another meaning.
 */
export type FactorId =
  // The conversation.
  | "id-form"
  | "reasoning-history"
  | "result-form"
  | "result-length"
  | "result-name"
  | "tool-status"
  | "blank-text"
  | "text-before-call"
  | "text-after-result"
  | "argument-form"
  | "call-count"
  | "parallel-calls"
  | "history"
  | "system-message"
  | "developer-role"
  | "cache-points"
  | "unicode"
  | "media"
  // The tools.
  | "tool-choice"
  | "tool-count"
  | "schema-keywords"
  | "strict-tools"
  | "parallel-switch"
  // The settings.
  | "token-limit"
  | "sampling"
  | "thinking"
  | "stop-sequences"
  | "response-format"
  // What a provider adds to the body.
  | "guardrail"
  | "latency"
  | "service-tier"
  | "model-fields"
  | "transforms"
  | "plugins"
  | "models"
  | "preset"
  | "provider-preferences"
  | "other-members";
