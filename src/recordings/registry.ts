import { spokenApis } from "../adapters/registry.js";
import type { SpokenApi } from "../adapters/spoken-api.js";
import type { FormatId, RecordingFormat } from "./format.js";
import { ddapm } from "./formats/ddapm.js";
import { curl } from "./formats/dumps/curl.js";
import { eventList } from "./formats/dumps/event-list.js";
import { eventStreamDump } from "./formats/dumps/event-stream.js";
import { exvcr } from "./formats/elixir/exvcr.js";
import { reqCassette } from "./formats/elixir/req-cassette.js";
import { helicone } from "./formats/exports/helicone.js";
import { langfuse } from "./formats/exports/langfuse.js";
import { langsmith } from "./formats/exports/langsmith.js";
import { litellm } from "./formats/exports/litellm.js";
import { otel } from "./formats/exports/otel.js";
import { promptfoo } from "./formats/exports/promptfoo.js";
import { goVcr } from "./formats/go-vcr.js";
import { har } from "./formats/har.js";
import { httpmock } from "./formats/httpmock.js";
import { httprr } from "./formats/httprr.js";
import { jsonPairs } from "./formats/json-pairs/json-pairs.js";
import { talkback } from "./formats/json-pairs/talkback.js";
import { llamaStack } from "./formats/llama-stack.js";
import { batchOutput } from "./formats/logs/batch-output.js";
import { bedrockBatch } from "./formats/logs/bedrock-batch.js";
import { bedrockLog } from "./formats/logs/bedrock-log.js";
import { mitmproxy } from "./formats/mitmproxy/mitmproxy.js";
import { hoverfly } from "./formats/mocks/hoverfly.js";
import { mockserver } from "./formats/mocks/mockserver.js";
import { mountebank } from "./formats/mocks/mountebank.js";
import { wiremock } from "./formats/mocks/wiremock.js";
import { nock } from "./formats/nock.js";
import { reqLlm } from "./formats/req-llm.js";
import { responseChunks } from "./formats/response-chunks.js";
import { responseJson } from "./formats/response-json.js";
import { responseSse } from "./formats/response-sse.js";
import { vcrRuby } from "./formats/vcr-ruby.js";
import { vcrpy } from "./formats/vcrpy.js";
import { vcrpySplit } from "./formats/vcrpy-split.js";
import type { RecordingFile } from "./recording-file.js";

/** Every format, the most distinctive first: a file is read as the first format that detects it. Bare bodies are detected by API. */
export function recordingFormats(spoken: readonly SpokenApi[] = spokenApis): readonly RecordingFormat[] {
  return [
    httprr,
    mitmproxy,
    reqCassette,
    goVcr,
    vcrRuby,
    vcrpySplit,
    vcrpy,
    httpmock,
    har,
    nock,
    llamaStack,
    reqLlm,
    ddapm,
    talkback,
    exvcr,
    hoverfly,
    mockserver,
    mountebank,
    wiremock,
    bedrockLog,
    bedrockBatch,
    batchOutput,
    litellm,
    helicone,
    langfuse,
    langsmith,
    otel,
    promptfoo,
    jsonPairs,
    curl,
    eventStreamDump,
    eventList(spoken),
    responseJson(spoken),
    responseSse(spoken),
    responseChunks(spoken),
  ];
}

/** The formats, with all of our APIs. */
export const formats = recordingFormats();

/** Detects the format of a file; null: not a known format. */
export function formatOf(file: RecordingFile, among: readonly RecordingFormat[] = formats): RecordingFormat | null {
  return among.find((format) => format.detect(file)) ?? null;
}

/** The format with this id. Throws RangeError for an unknown id. */
export function formatById(id: FormatId): RecordingFormat {
  const found = formats.find((format) => format.id === id);
  if (found === undefined) throw new RangeError(`there is no format ${id}`);
  return found;
}
