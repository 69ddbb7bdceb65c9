/** A part of a text that must not be stored: `[start, end)` and the name of the secret. */
export type SecretPlace = { readonly name: string; readonly start: number; readonly end: number };

/** The replacement for a secret. Valid in URLs, headers, JSON strings and base64. */
export const redactionMark = "REDACTED";

/**
 * The shape of a secret. `anchors`: the expression is only tried on a text that contains one of them: two to six ASCII characters,
 * the first two of them rare together. Group 1 of the expression stays in the text. No expression matches its own replacement, and
 * every inner repetition is bounded, so that no text makes the search quadratic.
 */
type SecretPattern = { readonly name: string; readonly anchors: readonly string[]; readonly expression: RegExp };

/** Not after a letter or digit, unless that letter ends an escape such as `\n`. */
const wordStart = String.raw`(?<!(?<!\\)[A-Za-z0-9_])`;
const urlCharacters = String.raw`[^\s"'<>\\]`;

const patterns: readonly SecretPattern[] = [
  pattern("openrouter-key", ["sk-or-"], String.raw`()sk-or-v\d+-[A-Za-z0-9_-]{6,}`),
  pattern("sk-key", ["sk-"], String.raw`()${wordStart}sk-(?=[A-Za-z0-9_-]{0,200}\d)[A-Za-z0-9_-]{20,}`),
  // ABIA, ACCA: docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html, read 2026-11-28.
  pattern(
    "aws-access-key-id",
    ["AKIA", "ASIA", "ABIA", "ACCA"],
    "()(?:AKIA|ASIA|(?<![A-Z0-9])A(?:BI|CC)A)[A-Z0-9]{16}",
  ),
  pattern(
    "aws-secret-access-key",
    ["cret", "CRET"],
    String.raw`((?:secret_?access_?key|SECRET_ACCESS_KEY|[sS]ecretAccessKey)[\s"'\\:=]{1,20})[A-Za-z0-9+/]{40}`,
  ),
  pattern(
    "aws-session-token",
    ["IQoJb3", "GZXIvY", "AQoDYX"],
    "()(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|AQoDYXdz)[A-Za-z0-9+/=%_-]{20,}",
  ),
  pattern(
    "bedrock-api-key",
    ["ABSK", "k-api-"],
    String.raw`()(?:(?<!(?<!\\)[A-Za-z0-9+/])ABSK[A-Za-z0-9+/]{40,}={0,2}|bedrock-api-key-[A-Za-z0-9+/=_-]{20,})`,
  ),
  pattern(
    "bearer-token",
    ["arer", "ARER"],
    String.raw`((?:[Bb]earer|BEARER)(?:\s|\+|%20){1,8})(?:(?=[A-Za-z._~+/=-]{0,200}\d)[A-Za-z0-9._~+/=-]{8,}|[A-Za-z0-9._~+/=-]{20,})`,
  ),
  pattern(
    "signed-url",
    ["X-Amz-", "x-amz-", "X-AMZ-"],
    String.raw`([Xx]-(?:[Aa]mz|AMZ)-(?:[Ss]ignature|[Cc]redential|[Ss]ecurity-[Tt]oken)=)(?!REDACTED)[^&\s"'<>\\]+`,
  ),
  pattern("signature", ["ure="], "([Ss]ignature=)[0-9a-f]{64}"),
  pattern(
    "url-key",
    ["key=", "ken=", "Key="],
    String.raw`(https?:\/\/${urlCharacters}{0,2000}?[?&](?:key|api[-_]?[kK]ey|access[-_]?[tT]oken|token)=)(?!REDACTED)[^&#\s"'<>\\]{6,}`,
  ),
  pattern(
    "url-password",
    ["p://", "s://"],
    String.raw`(https?:\/\/[^\s"'<>\\/:@?#]+:)(?!REDACTED@)[^\s"'<>\\/@?#]+(?=@)`,
  ),
  pattern(
    "api-key",
    ["gsk_", "AIza", "AQ.Ab", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "_pat_", "xai-", "hf_", "xox", "xapp-"],
    `()${wordStart}(?:${keyShapes().join("|")})`,
  ),
];

/** Keys that begin with a word of their vendor. Sources read 2026-11-28. */
function keyShapes(): readonly string[] {
  return [
    "gsk_[A-Za-z0-9]{20,}", // Groq, 48 characters: gitleaks/gitleaks cmd/generate/config/rules/groq.go
    "AIza[0-9A-Za-z_-]{35}", // Google: gitleaks/gitleaks cmd/generate/config/rules/gcp.go
    String.raw`AQ\.Ab[0-9A-Za-z_-]{30,}`, // Google's newer keys of AI Studio: discuss.ai.google.dev/t/171575
    "gh[opru]_[A-Za-z0-9]{36,}", // GitHub: personal, OAuth, user of an app, refresh (rules/github.go)
    "ghs_[A-Za-z0-9._-]{36,}", // GitHub: an app's installation, and Actions
    "github_pat_[A-Za-z0-9_]{50,}", // GitHub, fine-grained: 22 and 59 characters
    "xai-[A-Za-z0-9]{40,}", // xAI
    "hf_[A-Za-z0-9]{30,}", // Hugging Face, 34 letters: rules/huggingface.go
    String.raw`xoxe\.xox[bp]-\d-[A-Za-z0-9]{40,}`, // Slack, configuration: rules/slack.go
    String.raw`xox[abceprs]-(?=[A-Za-z0-9-]{0,60}\d)[A-Za-z0-9-]{10,}`, // Slack: bot, user, workspace, refresh
    String.raw`xapp-\d-[A-Za-z0-9]+-\d+-[A-Za-z0-9]{20,}`, // Slack, an app
  ];
}

/** Everything in a text that has the shape of a secret, in any order. Places may overlap. */
export function findSecretShapes(text: string): readonly SecretPlace[] {
  return anchoredIn(text).flatMap(({ name, expression }) =>
    [...text.matchAll(expression)].map((match) => ({
      name,
      start: match.index + (match[1] ?? "").length,
      end: match.index + match[0].length,
    })),
  );
}

/** The anchors by their first two characters, all of them ASCII: `openings[first * 128 + second]`. */
const openings: (readonly { readonly anchor: string; readonly pattern: SecretPattern }[] | undefined)[] = new Array(
  128 * 128,
).fill(undefined);
for (const pattern of patterns) {
  for (const anchor of pattern.anchors) {
    const at = anchor.charCodeAt(0) * 128 + anchor.charCodeAt(1);
    openings[at] = [...(openings[at] ?? []), { anchor, pattern }];
  }
}

/** The patterns whose expression is worth trying, in the order of the table. One pass over the text, whatever the number of anchors. */
function anchoredIn(text: string): readonly SecretPattern[] {
  const found = new Set<SecretPattern>();
  let first = text.charCodeAt(0);
  for (let offset = 1; offset < text.length; offset += 1) {
    const second = text.charCodeAt(offset);
    const opened = first < 128 && second < 128 ? openings[first * 128 + second] : undefined;
    first = second;
    if (opened === undefined) continue;
    for (const { anchor, pattern } of opened) if (text.startsWith(anchor, offset - 1)) found.add(pattern);
  }
  return patterns.filter((one) => found.has(one));
}

function pattern(name: string, anchors: readonly string[], source: string): SecretPattern {
  return { name, anchors, expression: new RegExp(source, "g") };
}
