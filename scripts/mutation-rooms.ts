/** One group of core files, mutated together and judged by the tests of that group alone. */
export interface Room {
  readonly name: string;
  /** Globs of the files to mutate; tests and fixtures among them are left out. */
  readonly files: readonly string[];
  /**
   * Globs of the tests that must notice. Few and fast: a test far away that happens to fail proves no edge. `*.long.test.ts` is never
   * among them: thousands of runs and megabytes of text take minutes under instrumentation.
   */
  readonly tests: readonly string[];
}

/**
 * The files whose silent mistake would change a verdict, leak a secret or lose a reply. A file that moves takes its
 * glob and its tests' glob along; a room whose globs match no file fails the command.
 */
export const rooms: readonly Room[] = [
  { name: "frames", files: ["src/wire/frames/*.ts"], tests: ["src/wire/frames/*.test.ts"] },
  { name: "secrets", files: ["src/wire/secrets/*.ts"], tests: ["src/wire/secrets/*.test.ts"] },
  {
    name: "gate",
    files: ["src/verdict/regression/**/*.ts"],
    tests: ["src/verdict/regression/**/*.test.ts"],
  },
  { name: "har", files: ["src/wire/har/*.ts"], tests: ["src/wire/har/*.test.ts"] },
  {
    name: "openai-chat",
    files: ["src/adapters/openai-chat/{decode,decode-stream,read-response}.ts", "src/adapters/openai-chat/decode/*.ts"],
    tests: [
      "src/adapters/openai-chat/{decode,decode.*,decode-stream*,read-response*}.test.ts",
      "src/adapters/openai-chat/decode/*.test.ts",
    ],
  },
  {
    name: "bedrock-converse",
    files: [
      "src/adapters/bedrock-converse/{decode,decode-stream,read-response}.ts",
      "src/adapters/bedrock-converse/decode/*.ts",
    ],
    tests: [
      "src/adapters/bedrock-converse/{decode,calls,read-response,repeated-deltas}*.test.ts",
      "src/adapters/bedrock-converse/decode/*.test.ts",
    ],
  },
  {
    name: "bedrock-invoke",
    files: [
      "src/adapters/bedrock-invoke/{decode,decode-stream,read-response}.ts",
      "src/adapters/bedrock-invoke/decode/*.ts",
      "src/adapters/bedrock-invoke/families/*/read.ts",
    ],
    tests: [
      "src/adapters/bedrock-invoke/{decode,limits,read-response}*.test.ts",
      "src/adapters/bedrock-invoke/decode/*.test.ts",
      "src/adapters/bedrock-invoke/families/**/*.test.ts",
    ],
  },
  {
    name: "classify",
    files: ["src/adapters/errors/*.ts", "src/adapters/read-events.ts"],
    tests: ["src/adapters/errors/*.test.ts", "src/adapters/read-events*.test.ts"],
  },
  {
    name: "checks",
    files: ["src/verdict/checks/**/*.ts"],
    tests: ["src/verdict/{judge-turn,judge-trial}.test.ts", "src/verdict/checks/**/*.test.ts"],
  },
  {
    name: "judge",
    files: ["src/verdict/judge-*.ts", "src/verdict/{failure-outcome,exclusion,baseline}.ts"],
    tests: ["src/verdict/{judge-*,failure-outcome,exclusion,baseline,scenario-examples}*.test.ts"],
  },
  {
    name: "statistics",
    files: ["src/verdict/statistics/*.ts"],
    tests: ["src/verdict/statistics/*.test.ts"],
  },
  {
    name: "router",
    files: ["src/router/relay/*.ts", "src/router/serve/admit.ts", "src/router/choose/measured.ts"],
    tests: ["src/router/relay/*.test.ts", "src/router/serve/*.test.ts", "src/router/choose/*.test.ts"],
  },
];
