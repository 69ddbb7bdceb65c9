import { bedrockAsks as asks } from "../asks/bedrock.js";
import type { Assumption } from "../assumption.js";
import { at, confirmed, ofReply, open, refuted, thereOrNot } from "../decide.js";

const vendor = "AWS Bedrock";
const captures = "vercel/ai branch bug-11409-3, live captures of Kimi K2 Thinking, us-east-1";

/** What the replies and streams of Bedrock are taken to look like. */
export const bedrockReplyAssumptions: readonly Assumption[] = [
  {
    id: "bedrock-metadata-event",
    vendor,
    statement: "ConverseStream ends with `messageStop` and then a `metadata` event with the usage.",
    source: "AWS API reference, ConverseStream; vercel/ai live captures",
    date: "2026-07-01",
    relies: "The end of a stream, and its tokens (translation S14, S16).",
    probe: {
      kind: "ask",
      asks: [asks.kimiStream],
      decide: ofReply(({ events }) => {
        const types = events.map(({ type }) => type);
        if (types.length === 0) return open("the body holds no event");
        const isThere = types.at(-1) === "metadata" && types.at(-2) === "messageStop";
        const end = `last events: ${types.slice(-2).join(", ")}`;
        return isThere && at(events.at(-1)?.payload, "usage") !== null ? confirmed(end) : refuted(end);
      }),
    },
  },
  {
    id: "bedrock-no-text-start",
    vendor,
    statement: "Blocks of text and reasoning begin without `contentBlockStart`.",
    source: captures,
    date: "2026-07-01",
    relies: "The stream decoder needs no start (translation S13), and the simulator's default shape.",
    probe: {
      kind: "ask",
      asks: [asks.kimiStream],
      decide: ofReply(({ events }) => {
        if (!events.some(({ type }) => type === "contentBlockDelta")) return open("the stream has no content");
        const starts = events.filter(({ type }) => type === "contentBlockStart");
        const other = starts.find(({ payload }) => at(payload, "start", "toolUse") === null);
        return other === undefined
          ? confirmed("deltas, and no contentBlockStart")
          : refuted(`contentBlockStart ${JSON.stringify(other.payload).slice(0, 200)}`);
      }),
    },
  },
  {
    id: "bedrock-kimi-bare-id",
    vendor,
    statement: "Kimi K2.5 answers under its bare id `moonshotai.kimi-k2.5`, without an inference profile.",
    source: "models.dev f3fc692 providers/amazon-bedrock/models/moonshotai.kimi-k2.5.toml",
    date: "2026-07-02",
    relies: "The id of `scenarios/models.yaml`.",
    probe: {
      kind: "ask",
      asks: [asks.kimiStream],
      decide: ([answer]) => {
        if (answer !== undefined && /on-demand throughput isn.t supported|identifier is invalid/i.test(answer.text)) {
          return refuted(answer.text.slice(0, 240));
        }
        return ofReply(() => confirmed("HTTP 200 under the bare id"))(answer === undefined ? [] : [answer]);
      },
    },
  },
  {
    id: "bedrock-request-id",
    vendor,
    statement: "Every response names its request in the header `x-amzn-requestid`.",
    source: "AWS SDK 3.1162.0, `$metadata.requestId`",
    date: "2026-11-04",
    relies: "`src/adapters/request-id.ts`: the id by which AWS finds a request.",
    probe: {
      kind: "ask",
      asks: [asks.kimiWhole],
      decide: ofReply(({ header }) => thereOrNot(header("x-amzn-requestid"), "x-amzn-requestid")),
    },
  },
  {
    id: "bedrock-kimi-mints-native-ids",
    vendor,
    statement: "Converse gives Kimi's calls ids of the form `functions.NAME:INDEX`.",
    source: captures,
    date: "2026-07-01",
    relies: "The hypothesis about the form of ids (`docs/attribution.md`), and the simulator's profile `kimi`.",
    probe: {
      kind: "ask",
      asks: [asks.kimiCall],
      decide: ofReply(({ events }) => {
        const ids = events
          .map(({ payload }) => at(payload, "start", "toolUse", "toolUseId"))
          .filter((id) => id !== null);
        const [id] = ids;
        if (id === undefined) return open("the model made no call");
        const text = `toolUseId: ${JSON.stringify(id)}`;
        return /^functions\.[\w-]+:\d+$/.test(String(id)) ? confirmed(text) : refuted(text);
      }),
    },
  },
  {
    id: "bedrock-invoke-body",
    vendor,
    statement: "InvokeModel answers for Kimi K2.5 with a Chat Completions body.",
    source: "BerriAI/litellm amazon_moonshot_transformation.py; Bike4Mind#1089, live captures",
    date: "2026-07-01",
    relies: "The body family `moonshot` (`src/adapters/bedrock-invoke/families/moonshot.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.invokeWhole],
      decide: ofReply(({ json, text }) => {
        const message = at(json, "choices", 0, "message");
        return message === null ? refuted(`body: ${text.slice(0, 200)}`) : thereOrNot(message, "choices[0].message");
      }),
    },
  },
  {
    id: "bedrock-invoke-token-headers",
    vendor,
    statement: "InvokeModel counts the tokens in `x-amzn-bedrock-input-token-count` and `-output-token-count`.",
    source: "recordings of InvokeModel in public repositories, as the decoder reads them",
    date: "2026-11-20",
    relies: "`src/adapters/draft/usage-counts.ts`.",
    probe: {
      kind: "ask",
      asks: [asks.invokeWhole],
      decide: ofReply(({ header }) => {
        const counts = ["input", "output"].map((side) => header(`x-amzn-bedrock-${side}-token-count`));
        const text = `input ${counts[0]}, output ${counts[1]}`;
        return counts.includes(null) ? refuted(text) : confirmed(text);
      }),
    },
  },
  {
    id: "bedrock-invoke-metrics",
    vendor,
    statement: "The last chunk of an InvokeModel stream has `amazon-bedrock-invocationMetrics`.",
    source: "AWS user guide, InvokeModelWithResponseStream; BerriAI/litellm",
    date: "2026-11-20",
    relies: "The tokens of a streamed trial (`src/adapters/draft/usage-counts.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.invokeStream],
      decide: ofReply(({ events }) => {
        const bytes = at(events.at(-1)?.payload, "bytes");
        if (typeof bytes !== "string") return open("the stream has no chunk");
        const chunk = Buffer.from(bytes, "base64").toString();
        const end = `last chunk: ${chunk.slice(0, 200)}`;
        return chunk.includes("amazon-bedrock-invocationMetrics") ? confirmed(end) : refuted(end);
      }),
    },
  },
  {
    id: "bedrock-stream-exceptions",
    vendor,
    statement: "An error inside a stream is a frame with `:message-type: exception`.",
    source: "AWS SDK 3.1162.0; smithy-lang/smithy amazon-eventstream.rst",
    date: "2026-11-28",
    relies: "Translation S15, and the phase of a failure.",
    probe: { kind: "none", why: "An error in the middle of a stream cannot be ordered." },
  },
  {
    id: "bedrock-malformed-words",
    vendor,
    statement: "`malformed_tool_use` and `malformed_model_output` mean that the model's output could not be read.",
    source: "AWS SDK 3.1162.0: StopReason",
    date: "2026-11-04",
    relies: "`src/chat/finish-words.ts`.",
    probe: { kind: "none", why: "No request makes a model write a malformed call reliably." },
  },
  {
    id: "bedrock-throttling",
    vendor,
    statement: "Too many requests are refused with 429 and `ThrottlingException`.",
    source: "Smithy model of bedrock-runtime, aws/api-models-aws@56c8953",
    date: "2026-11-20",
    relies: "Retries, and the outcome `throttled`, which is not counted against a model.",
    probe: {
      kind: "none",
      why: "It would take a flood of requests, which costs money and hurts other users of the account.",
    },
  },
];
