import { cassetteOf, startOf } from "../cassette.js";
import { RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { memberOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { isWholeResponse, vcrpyInteraction } from "./vcrpy.js";

/** VCR.py cassettes of langchain: separate lists `requests:` and `responses:`, paired by index. */
export const vcrpySplit: RecordingFormat = {
  id: "vcrpy-split",
  title: "VCR.py cassette with requests and responses apart (YAML, usually gzipped)",
  detect: (file) => /^requests:\s*-\s+(?:body|headers|method|uri):/m.test(startOf(file)),
  read: (file) => readSplit(file),
};

function* readSplit(file: RecordingFile): Generator<Interaction> {
  const { list: requests, notes } = cassetteOf(file, {
    name: "requests",
    last: null,
    whole: (one) => textOf(memberOf(one, "uri")) !== null,
  });
  const { list: responses, damage } = cassetteOf(file, { name: "responses", last: null, whole: isWholeResponse });
  for (const [interaction, request] of requests.entries()) {
    const response = responses[interaction];
    if (response === undefined) throw damage ?? missing(file, interaction, "the request has no response");
    yield vcrpyInteraction({ file: file.name, interaction, format: "vcrpy-split", request, response, notes });
  }
  if (responses.length > requests.length) throw missing(file, requests.length, "the response has no request");
  if (damage !== null) throw damage;
}

function missing(file: RecordingFile, interaction: number, message: string): RecordingError {
  return new RecordingError({ file: file.name, interaction }, message);
}
