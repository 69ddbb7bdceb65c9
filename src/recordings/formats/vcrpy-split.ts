import { cassetteOf } from "../cassette.js";
import type { RecordingError, RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import { memberOf, textOf } from "../members.js";
import type { RecordingFile } from "../recording-file.js";
import { readRecords, type StoredRecord, type StoredRecords } from "../records/read-records.js";
import { isWholeResponse, vcrpyInteraction } from "./vcrpy.js";

/** VCR.py cassettes of langchain: separate lists `requests:` and `responses:`, paired by index. */
export const vcrpySplit: RecordingFormat = {
  id: "vcrpy-split",
  title: "VCR.py cassette with requests and responses apart (YAML, usually gzipped)",
  detect: (file) => /^requests:\s*-\s+(?:body|headers|method|uri):/m.test(file.start()),
  read: (file) => readSplit(file),
};

function readSplit(file: RecordingFile): Iterable<Interaction | RecordingError> {
  const requests = cassetteOf(file, {
    name: "requests",
    last: null,
    whole: (one) => textOf(memberOf(one, "uri")) !== null,
  });
  const responses = cassetteOf(file, { name: "responses", last: null, whole: isWholeResponse });
  const { notes } = requests;
  return readRecords(file, pairsOf(requests, responses), (pair, place) => {
    const [request, response] = [memberOf(pair, "request"), memberOf(pair, "response")];
    return vcrpyInteraction({ ...place, format: "vcrpy-split", request, response, notes });
  });
}

/** Pairs requests and responses by index. A fault of either is the fault of the pair. */
function pairsOf(requests: StoredRecords, responses: StoredRecords): StoredRecords {
  const longer = requests.list.length > responses.list.length ? requests : responses;
  const list = longer.list.map((_, index): StoredRecord => {
    const [request, response] = [requests.list[index], responses.list[index]];
    if (request === undefined) return { fault: "the response has no request" };
    if ("fault" in request) return request;
    if (response === undefined) return { fault: "the request has no response" };
    return "fault" in response ? response : { value: { request: request.value, response: response.value } };
  });
  const lineOf = (index: number) => requests.lineOf(index) ?? responses.lineOf(index);
  return { list, lineOf, lost: responses.lost ?? requests.lost, notes: [] };
}
