import { quote } from "../../compare-text.js";
import { type Check, note } from "../check.js";
import { both, should } from "../rule.js";
import { errorObject, hasMessage, typesOf } from "./error-body.js";
import { onRefusal } from "./probe-turn.js";

/** A refusal is an error object of the API, from which a client can show words and take the type. */
export const probeShape: Check = {
  id: "probe/shape",
  claim: "a refusal has an error object with a message, and its type where one is documented",
  rule: should(both("Error: code, message, param, type", "ValidationException.message")),
  needsWholeReply: false,
  ofProbes: true,
  explainedBy: [],
  run: (judged) =>
    onRefusal(judged, ({ failure: { raw, code }, expected: { types } }) => {
      const error = errorObject(raw);
      if (error === null) return [note("probe-shape", "no-object", `no error object: ${quote(raw ?? "")}`)];
      if (!hasMessage(error)) return [note("probe-shape", "no-message", `no message: ${quote(raw ?? "")}`)];
      const found = typesOf(error, code);
      if (types === null || found.some((one) => types.includes(one))) return [];
      const shown = found.length === 0 ? "no type" : `type ${found.join(", ")}`;
      return [note("probe-shape", "type", `${shown}; expected ${types.join(" or ")}`)];
    }),
};
