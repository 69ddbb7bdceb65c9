import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { Reply } from "../../../chat/reply.js";
import { schemaBreaches } from "../../checks/arguments-schema.js";
import { answerTextOf } from "../../visible-text.js";
import type { MeasureKind } from "./measure.js";

/** The text is one JSON object and nothing else. */
export const isJson: MeasureKind<"is-json"> = {
  kind: "is-json",
  run: ([reply]) => objectIn(reply) !== null,
  words: () => "is a JSON object and nothing else",
};

/** The text is one JSON object that fits the schema. */
export const matchesSchema: MeasureKind<"matches-schema"> = {
  kind: "matches-schema",
  run: ([reply], { schema }) => {
    const value = objectIn(reply);
    return value !== null && schemaBreaches(value, schema).length === 0;
  },
  words: () => "is a JSON object that fits the schema",
};

function objectIn(reply: Reply): JsonObject | null {
  try {
    const value: unknown = JSON.parse(answerTextOf(reply));
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
