import type { Rule } from "./classify-rule.js";
import { anthropicRules } from "./classify-rules-anthropic.js";
import { bedrockRequestRules } from "./classify-rules-bedrock-requests.js";
import { bedrockServiceRules } from "./classify-rules-bedrock-service.js";
import { causeRules } from "./classify-rules-causes.js";
import { googleRules } from "./classify-rules-google.js";
import { openAiRules } from "./classify-rules-openai.js";
import { responsesRules } from "./classify-rules-responses.js";
import { routeRules } from "./classify-rules-routes.js";
import { statusRules } from "./classify-rules-status.js";

/** What the rules match against. `status` is the HTTP status, or the code inside a 200; null when neither is known. */
type RuleFacts = { readonly types: readonly string[]; readonly status: number | null; readonly text: string };

/** The classification table, in the order in which the rules are tried: the first match decides. */
export const rules: readonly Rule[] = [
  ...routeRules,
  ...causeRules,
  ...bedrockRequestRules,
  ...anthropicRules,
  ...googleRules,
  ...responsesRules,
  ...openAiRules,
  ...bedrockServiceRules,
  ...statusRules,
];

/** The first rule that matches; null when neither a type nor the status is known. */
export function matchRule(facts: RuleFacts): Rule | null {
  const types = decisiveTypes(facts);
  const text = facts.text.replaceAll("\u2019", "'");
  return rules.find((rule) => admits(rule, types, facts.status) && (rule.when.text?.test(text) ?? true)) ?? null;
}

/** Types that services use for refusals of every kind. They count only where there is no status. */
const vagueTypes: ReadonlySet<string> = new Set([
  ...["invalid_request_error", "not_found_error", "permission_error", "api_error"],
]);

const knownTypes: ReadonlySet<string> = new Set(rules.flatMap((rule) => rule.when.types.map(lower)));

function decisiveTypes(facts: RuleFacts): ReadonlySet<string> {
  const known = facts.types.map(lower).filter((type) => knownTypes.has(type));
  return new Set(facts.status === null ? known : known.filter((type) => !vagueTypes.has(type)));
}

function admits(rule: Rule, types: ReadonlySet<string>, status: number | null): boolean {
  if (types.size > 0) return rule.when.types.some((type) => types.has(lower(type)));
  return status !== null && rule.when.statuses.includes(status);
}

function lower(text: string): string {
  return text.toLowerCase();
}
