import type { Answer } from "../answer/answer.js";
import { converseBodyMistake } from "../refuse/body/converse-body.js";
import { readConverse } from "../request/read-converse.js";
import { converseBody, converseUsage } from "../write/converse.js";
import { converseEvents } from "../write/converse-stream.js";
import type { Family, StreamRecord } from "./family.js";

/** Nova: the shapes of Converse. In a stream, each is nested under its event name (recordings of 2025-02 and 2025-05). */
export const nova: Family = {
  requires: ["messages"],
  mistake: converseBodyMistake,
  read: readConverse,
  unary: (answer) => converseBody(answer, {}),
  stream: (answer) => [
    ...converseEvents(answer, false).map(({ mark, type, payload }) => ({ mark, value: { [type]: payload } })),
    ...(answer.usage === null ? [] : [metadata(answer)]),
  ],
};

function metadata(answer: Answer): StreamRecord {
  return { mark: "usage", value: { metadata: { usage: converseUsage(answer), metrics: {}, trace: {} } } };
}
