import type { Party } from "../attribution.js";
import type { Refusal } from "../failing.js";
import type { Ask } from "../samples.js";
import type { Rule } from "./rule.js";

/**
 * What a refusal says of who has to act: by its kind and by its text, since a status alone misleads (a 403 may be about a cache
 * point). The first row that fits counts. `pattern` null: any text.
 */
type RefusalRow = {
  readonly kinds: readonly string[];
  readonly pattern: RegExp | null;
  readonly party: Extract<
    Party,
    "account" | "our-request" | "harness" | "provider-serving" | "provider-translation" | "undetermined"
  >;
  readonly says: string;
  readonly source: string;
  readonly date: string;
};

/**
 * A connection that was refused, or had no route, at a loopback, link-local or private address. Node words: `connect ECONNREFUSED 127.0.0.1:443`,
 * `connect ECONNREFUSED ::1:8080`.
 */
const ownAddress = new RegExp(
  [
    String.raw`(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|refused)\b.*?[\s/(\[]`,
    String.raw`(?:localhost\b|127(?:\.\d{1,3}){3}|0\.0\.0\.0|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}`,
    String.raw`|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|::1\b|::ffff:127\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)`,
  ].join(""),
  "is",
);

/** Each row: failure kinds (or words of an excluded trial), the words that it needs, who acts, and where it was seen. */
const rows: readonly RefusalRow[] = [
  {
    kinds: ["credentials", "model-access", "quota", "routing", "caching-unsupported"],
    pattern: /cache_?point|prompt caching/i,
    party: "our-request",
    says: "It takes no cache boundary for this model: send the request without one.",
    source:
      "BerriAI/litellm#39210 (HTTP 403: You invoked an unsupported model or your request did not allow prompt caching)",
    date: "2026-09-01",
  },
  {
    kinds: ["routing"],
    pattern: /data polic|privacy|guardrail restrictions/i,
    party: "account",
    says: "The account's data policy allows no upstream.",
    source:
      "OpenRouter's 404 `No endpoints found matching your data policy`, in social-growth-studio/req_llm@f722d38fac",
    date: "2026-11-20",
  },
  {
    kinds: ["throttled"],
    pattern: /upstream|overloaded|capacity|high demand/i,
    party: "undetermined",
    says: "The service has no free capacity now: no model answered.",
    source: "OpenRouter's 429 `… is temporarily rate-limited upstream`, in recorded traffic of 0xPlaygrounds/rig",
    date: "2026-11-20",
  },
  {
    kinds: ["credentials", "model-access", "quota", "throttled"],
    pattern: null,
    party: "account",
    says: "The account, its access or its quota is in the way; the model was not asked.",
    source: "failure kinds of src/adapters/errors",
    date: "2026-11-28",
  },
  {
    kinds: ["inference-profile"],
    pattern: null,
    party: "our-request",
    says: "The bare model id needs an inference profile.",
    source: "Mintplex-Labs/anything-llm#3441",
    date: "2026-11-20",
  },
  {
    kinds: ["model-retired", "model-not-found", "wrong-address", "region", "routing"],
    pattern: null,
    party: "our-request",
    says: "The request names a model, an address, a region or a pin that is not served.",
    source: "failure kinds of src/adapters/errors",
    date: "2026-11-28",
  },
  {
    kinds: [
      ...[
        "unsupported",
        "api-unsupported",
        "tools-unsupported",
        "streaming-tools-unsupported",
        "streaming-unsupported",
      ],
      ...["caching-unsupported", "parameter-unsupported", "tools-with-reasoning"],
    ],
    pattern: null,
    party: "our-request",
    says: "The service does not offer what the request needs: unsupported, which is not the fault of the model.",
    source: "Bedrock's supported features of Converse (tools in streaming mode), 2026-11-20",
    date: "2026-11-20",
  },
  {
    kinds: [
      ...["schema-keyword", "invalid-history", "thinking-signature", "role-order", "context-overflow", "output-limit"],
      ...["invalid-request"],
    ],
    pattern: null,
    party: "our-request",
    says: "The service names a rule that the request breaks.",
    source:
      "texts of `invalid-history`, `schema-keyword` and their neighbours in src/adapters/errors, each with its source",
    date: "2026-11-20",
  },
  {
    kinds: ["signature-of-other-upstream"],
    pattern: null,
    party: "provider-translation",
    says: "Another upstream of the gateway continues the conversation, and does not accept the signature of the first: neither the model nor the request is wrong.",
    source: "OpenRouterTeam/ai-sdk-provider#491 (raw requests: only a change of upstream fails), linanwx/nagobot#21",
    date: "2026-06-17",
  },
  {
    kinds: ["own-signature"],
    pattern: null,
    party: "provider-serving",
    says: "The service refuses the signature that it sent itself in this conversation, unchanged.",
    source: "anthropics/anthropic-sdk-python#1598 (signatures do not expire; only a changed block is refused)",
    date: "2026-08-05",
  },
  {
    kinds: ["connection", "no-answer", "not-reached"],
    pattern: ownAddress,
    party: "harness",
    says: "Nothing answered at an address of this machine or of a private network: no service was asked.",
    source: "RFC 1918, RFC 6890 and RFC 4193 (addresses that no public service has)",
    date: "2026-11-29",
  },
  {
    kinds: ["connection", "no-answer", "unavailable", "pending", "not-reached", "pin-not-honoured"],
    pattern: null,
    party: "undetermined",
    says: "Nothing was measured: no model answered.",
    source: "reasons of exclusion of src/verdict",
    date: "2026-11-28",
  },
];

/** Rule 3 and 4: what a refusal says. */
export const refused: Rule = {
  id: "refused",
  says: "A refusal before the model was asked: `account` where its type and its text speak of credentials, access or quota; `our-request` where it names a rule that the request breaks, or a capability that is not offered; `provider-serving` where the service refuses the signature that it sent itself, and `provider-translation` where a gateway had another upstream go on, which does not take it; `harness` where nothing answered at a loopback or private address.",
  source: "litellm#39210; anything-llm#3441; aws-samples/serverless-patterns#2855, 2026-11-28",
  conclude: ({ failing: { refusal, ask } }) => {
    if (refusal === null || isOwnId(refusal, ask)) return null;
    const row = rows.find(
      ({ kinds, pattern }) => kinds.includes(refusal.kind) && (pattern?.test(refusal.text) ?? true),
    );
    if (row === undefined) return null;
    const repeats = /blank|empty|tool_?use_?id|tool_?call_?id|toolUse|thought_signature/i.test(refusal.text);
    return {
      party: row.party,
      sentence: `${row.says} Message: ${quoted(refusal.text)}`,
      uses: [],
      ...(row.party === "undetermined" ? { needs: againLater } : {}),
      but:
        row.party === "our-request" && refusal.kind === "invalid-history" && repeats
          ? ["Where the block or id came from the service's own reply, the service refuses what it sent itself."]
          : [],
    };
  },
};

const againLater = {
  control: "the same cell again, later",
  tells: "shows whether there is a failure at all",
  calls: 1,
};

/** True where the service refuses ids that it minted itself in this conversation: no fault of the request. */
function isOwnId({ kind, text }: Refusal, ask: Ask | null): boolean {
  const isMinted = ask?.factors["id-form"]?.startsWith("provider-minted") === true;
  return isMinted && kind === "invalid-history" && /\bid\b|_id\b|toolUseId/i.test(text);
}

/** A refusal's words, on one line and not too long. */
function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return `"${line.length <= 240 ? line : `${line.slice(0, 239)}…`}"`;
}
