import type { Reading } from "../../../src/chat/read-reply.js";
import type { WireHeaders } from "../../../src/wire/exchange.js";
import { jsonHeaders } from "../bedrock-headers.js";

/** The expected reading of a reply, written by hand. */
type ExpectedReading = Omit<Reading, "completeness">;

/** One family's whole reply and stream, written by hand after its documentation and, where they exist, recordings. */
export type InvokeSample = {
  readonly family: string;
  readonly modelId: string;
  readonly reply: { readonly body: object; readonly headers: WireHeaders; readonly reading: ExpectedReading };
  readonly stream: {
    readonly records: readonly object[];
    /** The index of the terminal record. */
    readonly terminal: number;
    readonly reading: ExpectedReading;
  };
};

/** The metrics member of a stream's last record. */
export const metrics = (inputTokenCount: number, outputTokenCount: number) => ({
  "amazon-bedrock-invocationMetrics": {
    inputTokenCount,
    outputTokenCount,
    invocationLatency: 90,
    firstByteLatency: 40,
  },
});

/** The headers that count the tokens of a whole reply. */
export const tokenHeaders = (input: number, output: number): WireHeaders => [
  ...jsonHeaders,
  ["x-amzn-bedrock-input-token-count", String(input)],
  ["x-amzn-bedrock-output-token-count", String(output)],
];

/** A finish; `raw` is the provider's word. */
export const finish = (kind: "stop" | "tool-calls" | "length", raw: string, stopSequence: string | null = null) => ({
  kind,
  raw,
  nativeRaw: null,
  stopSequence,
});

/** A call of the only tool in the samples. */
export const call = (id: string, argumentsText: string) =>
  ({ kind: "tool-call", id, name: "get_weather", argumentsText }) as const;

/** The rest of the reading of a reply that has only text. */
export const textOnly = { reasoning: null, toolCalls: [] } as const;
