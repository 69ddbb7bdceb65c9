/** An id that leaves the choice of the model to the service, so that every answer is right. */
export function isOpenId(id: string): boolean {
  const plain = id.slice(0, 500).trim().toLowerCase();
  return isPlaceholder(plain) || openIds.some(({ pattern }) => pattern.test(plain));
}

/** A word or a letter that names no model: what servers with one model, and recordings cleaned by hand, put in its place. */
export function isPlaceholder(id: string): boolean {
  const plain = id.trim();
  return (
    /^(?:|\p{L}|x+|unknown|none|null|undefined|n\/a|default|model|local-model|placeholder|any)$/iu.test(plain) ||
    isScrubbed(plain)
  );
}

/** `<model>`, `{{model}}`, `$MODEL`, `REDACTED`, `***`. */
function isScrubbed(id: string): boolean {
  return /^[<{$%*]|redacted|scrubbed/i.test(id);
}

/** True where a vendor serves the one id for the other by its own word, although the names say otherwise. */
export function isKnownAlias(asked: string, served: string): boolean {
  const [one, other] = [asked, served].map((id) => id.slice(0, 500).trim().toLowerCase());
  return aliases.some((row) => row.asked.test(one ?? "") && row.served.test(other ?? ""));
}

type Row = { readonly source: string; readonly date: string };

const openIds: readonly (Row & { readonly pattern: RegExp })[] = [
  // Routers, under their own name or behind a prefix: `openrouter/auto`, `kilo/auto`, Azure's `model-router`.
  {
    pattern: /(?:^|[/._-])(?:auto|router|autorouter)(?:[:._-](?:code|beta|free|v?\d+))*$/,
    source: "openrouter.ai/docs: Auto Router; learn.microsoft.com: model-router; Moonshot moonshot-v1-auto",
    date: "2026-11-28",
  },
  {
    pattern: /^openrouter\/(?:free|bodybuilder|fusion|pareto|optimus-router)(?:[:-].*)?$/,
    source: "openrouter.ai/docs: routers and composite models",
    date: "2026-11-28",
  },
  {
    pattern:
      /^(?:not-?diamond|withmartian|martian|switchpoint|kilo|requesty)\/(?:[a-z-]*(?:auto|router|best|free)|notdiamond)/,
    source: "model lists of OpenRouter, Kilo and the routers themselves",
    date: "2026-11-28",
  },
  { pattern: /^@preset\//, source: "openrouter.ai/docs: presets", date: "2026-11-28" },
  {
    pattern: /(?:^|\/)kimi-latest$/,
    source: "platform.moonshot.ai: kimi-latest takes the model by the length of the context",
    date: "2026-11-28",
  },
  // What stands behind these is in the account, not in the id.
  {
    pattern:
      /^arn:[a-z-]+:(?:bedrock|sagemaker):[^/]*(?:application-inference-profile|provisioned-model|imported-model|custom-model|custom-model-deployment|prompt-router|default-prompt-router|prompt|endpoint)\//,
    source: "AWS: resource types of Amazon Bedrock",
    date: "2026-11-28",
  },
];

const aliases: readonly (Row & { readonly asked: RegExp; readonly served: RegExp })[] = [
  {
    asked: /(?:^|\/)deepseek-(?:chat|reasoner)$/,
    served: /(?:^|\/)deepseek-/,
    source: "api-docs.deepseek.com: both ids follow the newest model; recordings of rig: deepseek-v4-flash",
    date: "2026-11-28",
  },
  {
    asked: /(?:^|\/)gpt-4-turbo(?:-preview)?$/,
    served: /(?:^|\/)gpt-4-(?:0125|1106)(?:-vision)?-preview$/,
    source: "platform.openai.com: gpt-4-turbo-preview points to gpt-4-0125-preview",
    date: "2026-11-28",
  },
  {
    asked: /claude-(?:instant-)?v1$/,
    served: /claude-(?:instant-)?1(?:\.\d)?$/,
    source: "AWS: anthropic.claude-instant-v1 is Claude Instant 1.2",
    date: "2026-11-28",
  },
  {
    asked: /(?:^|\/)mistral-tiny(?:-latest)?$/,
    served: /(?:^|\/)(?:open-mistral-7b|mistral-tiny|open-mistral-nemo)/,
    source: "docs.mistral.ai: model aliases",
    date: "2026-11-28",
  },
];
