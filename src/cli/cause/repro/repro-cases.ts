/** A known failure with all that it takes to find its cause: what is asked of whom, what is assumed, and the profile that shows it offline. */
export type ReproCase = {
  readonly name: string;
  /** What it is about, for help and first line. */
  readonly title: string;
  readonly scenario: string;
  /** The controls of the scenario, the scenario itself first. */
  readonly scenarios: readonly string[];
  /** Ids of targets; the failing one is the first of them that fails. */
  readonly targets: readonly string[];
  readonly trials: number;
  /** Ids of the assumptions that the answer rests on, which `doctor --probe` asks first. */
  readonly assumptions: readonly string[];
  /** The simulator's profile of the demo. */
  readonly profile: string;
};

/** Every case of `llm-parity repro`. */
export const reproCases: readonly ReproCase[] = [
  {
    name: "kimi-empty-response",
    title: "Kimi K2.5 on Bedrock answers a tool result with nothing",
    scenario: "response-after-tool",
    scenarios: ["response-after-tool", "response-after-native-id", "response-after-own-call"],
    targets: [
      "kimi-k2.5/bedrock/converse-stream",
      "kimi-k2.5/bedrock/converse",
      "kimi-k2.5/bedrock/invoke-model-stream",
      "kimi-k2.5/openrouter/chat-completions-stream@moonshotai",
      "kimi-k2.5/moonshot/chat-completions-stream",
    ],
    trials: 4,
    assumptions: [
      ...["bedrock-kimi-bare-id", "bedrock-native-id", "bedrock-metadata-event", "bedrock-text-format"],
      ...["bedrock-blank-text", "bedrock-invoke-body", "openrouter-names-upstream", "openrouter-pin-echo"],
      ...["moonshot-model-id", "moonshot-foreign-id"],
    ],
    profile: "kimi",
  },
];
