import { z } from "zod";
import { refusalIds } from "../refuse/refusal-ids.js";
import { errorForms } from "./error-forms.js";
import { answerFaults } from "./fault.js";
import { whenSchema } from "./when.js";

/** The places at which a body can break, by its events. `finish` is the API's terminal event. */
const places = ["start", "middle", "before-finish", "inside-finish", "after-finish"] as const;
export type Place = (typeof places)[number];
const place = z.enum(places).default("middle");

/** The in-stream exceptions of the service model, and one that is not in it. */
const exceptionTypes = [
  "internalServerException",
  "modelStreamErrorException",
  "validationException",
  "throttlingException",
  "serviceUnavailableException",
  "modelTimeoutException",
  "somethingNewException",
] as const;
export type ExceptionType = (typeof exceptionTypes)[number];

/** Faults before any reply: no connection, or an error status. */
export const refusingFaults = [
  z.strictObject({
    fault: z.literal("connection"),
    when: whenSchema,
    as: z.enum(["refused", "dns", "connect-timeout", "tls", "reset", "closed"]).default("refused"),
  }),
  z.strictObject({
    fault: z.literal("refuse"),
    when: whenSchema,
    as: z.enum(refusalIds),
    retryAfter: z.string().nullable().default(null),
    message: z.string().nullable().default(null),
  }),
  z.strictObject({
    fault: z.literal("status"),
    when: whenSchema,
    status: z.int().min(300).max(599),
    message: z.string().nullable().default(null),
    /** Sent unchanged as `retry-after`: seconds, a date, or an invalid value. */
    retryAfter: z.string().nullable().default(null),
    body: z.enum(["json", "html", "empty", "untyped"]).default("json"),
    /** Sent as `location`. */
    location: z.string().nullable().default(null),
  }),
] as const;
const refusingFaultSchema = z.discriminatedUnion("fault", refusingFaults);
export type RefusingFault = z.infer<typeof refusingFaultSchema>;

/** The ways in which a service meets a request that it must refuse. */
const probeFaults = [
  z.strictObject({
    fault: z.literal("probe"),
    when: whenSchema,
    /**
     * `accepted`: it answers. `server-error`: with 500. `other-status`: with 422. `unnamed`: without saying what is wrong. `no-object`: with a
     * page. `billed`: with counted tokens. `inside-200`: with the error in a 200.
     */
    as: z
      .enum(["accepted", "server-error", "other-status", "unnamed", "no-object", "billed", "inside-200"])
      .default("accepted"),
  }),
] as const;
const probeFaultSchema = z.discriminatedUnion("fault", probeFaults);
export type ProbeFault = z.infer<typeof probeFaultSchema>;

/** True for a fault of a service that must refuse. */
export function isProbeFault(fault: Fault): fault is ProbeFault {
  return fault.fault === "probe";
}

/** Faults of a 200: its body breaks, stalls, or has wrong content. */
const bodyFaults = [
  z.strictObject({
    fault: z.enum([
      "no-terminator",
      "metadata-missing",
      "zero-bytes",
      "unknown-event",
      "html-200",
      "json-on-stream",
      "event-after-finish",
      "comments-only",
      "bom",
      "crlf",
      "bad-json",
      "not-utf8",
      "terminal-missing",
      "event-name",
    ]),
    when: whenSchema,
  }),
  z.strictObject({
    fault: z.literal("rewrite"),
    when: whenSchema,
    /** A regular expression. Every match in a JSON body or in SSE events is replaced. */
    pattern: z.string().min(1),
    /** `$1` stands for the first group. */
    to: z.string(),
  }),
  z.strictObject({
    fault: z.literal("repeat"),
    when: whenSchema,
    /** Events of this kind are sent twice. */
    event: z.enum(["start", "delta", "usage", "terminator"]).default("usage"),
  }),
  z.strictObject({
    fault: z.literal("after-done"),
    when: whenSchema,
    /** What follows `[DONE]`: the last delta again, token counts, an error, or one byte. */
    what: z.enum(["content", "usage", "error", "bytes"]).default("content"),
  }),
  z.strictObject({
    fault: z.literal("stray-line"),
    when: whenSchema,
    /** The field of the line: `dat`, `Data`, or `data` behind a byte order mark. */
    as: z.enum(["name", "case", "bom"]).default("name"),
  }),
  z.strictObject({
    fault: z.literal("frame-order"),
    when: whenSchema,
    /** The first event of this kind in a Converse stream, or in an InvokeModel stream of a family with blocks. */
    event: z.enum(["message-start", "block-start", "block-stop"]),
    how: z.enum(["lost", "twice", "late"]).default("lost"),
  }),
  z.strictObject({ fault: z.literal("no-request-id"), when: whenSchema }),
  z.strictObject({
    fault: z.literal("error-in-200"),
    when: whenSchema,
    /** On Bedrock, a text is the type of the error of AWS's front end; a number is `InternalFailure`. */
    code: z.union([z.int(), z.string()]).default(502),
    message: z.string().default("Provider returned error"),
  }),
  z.strictObject({
    fault: z.literal("midstream-error"),
    when: whenSchema,
    at: place,
    code: z.union([z.int(), z.string()]).default(502),
    message: z.string().default("Provider disconnected unexpectedly"),
    /** How a stream of server-sent events says it. `line`: an error object without `data:`. `text`: `event: error` with words. */
    form: z.enum(errorForms).default("chunk"),
    /** true: `[DONE]` still follows. */
    done: z.boolean().default(false),
  }),
  z.strictObject({
    fault: z.literal("exception"),
    when: whenSchema,
    type: z.enum(exceptionTypes).default("modelStreamErrorException"),
    at: place,
    message: z.string().nullable().default(null),
  }),
  z.strictObject({
    fault: z.literal("error-frame"),
    when: whenSchema,
    at: place,
    code: z.string().default("InternalFailure"),
    message: z.string().default("An internal server error occurred"),
  }),
  z.strictObject({
    fault: z.literal("truncated"),
    when: whenSchema,
    at: place,
    /** Cut after this number of bytes of the body instead of at an event. */
    bytes: z.int().min(0).nullable().default(null),
    how: z.enum(["end", "closed", "reset"]).default("end"),
  }),
  z.strictObject({ fault: z.literal("reset"), when: whenSchema, at: place }),
  z.strictObject({
    fault: z.literal("stall"),
    when: whenSchema,
    at: z.enum(["before-headers", ...places]).default("middle"),
  }),
  z.strictObject({
    fault: z.literal("slow"),
    when: whenSchema,
    firstByteMs: z.int().min(0).default(0),
    betweenChunksMs: z.int().min(0).default(50),
  }),
  z.strictObject({ fault: z.literal("rechunk"), when: whenSchema, bytes: z.int().min(1).default(1) }),
  z.strictObject({
    fault: z.literal("bad-crc"),
    when: whenSchema,
    of: z.enum(["message", "prelude"]).default("message"),
  }),
  z.strictObject({
    fault: z.literal("frame-length"),
    when: whenSchema,
    /** The total length in the frame's prelude, which has a valid CRC. */
    declares: z.int().min(0).max(4_294_967_295).default(4_294_967_295),
  }),
] as const;
const bodyFaultSchema = z.discriminatedUnion("fault", bodyFaults);
export type BodyFault = z.infer<typeof bodyFaultSchema>;

/** Every fault of the simulator. `fault` is the id; `when` has the conditions for a request. */
export const faultSchema = z.discriminatedUnion("fault", [
  ...answerFaults,
  ...refusingFaults,
  ...probeFaults,
  ...bodyFaults,
]);
export type Fault = z.infer<typeof faultSchema>;

/** Every fault id, in the order of the schemas. */
export const faultIds: readonly string[] = idsOf([...answerFaults, ...refusingFaults, ...probeFaults, ...bodyFaults]);

/** The fault ids of a list of schemas. */
export function idsOf(
  options: readonly { readonly shape: { readonly fault: z.ZodEnum | z.ZodLiteral<string> } }[],
): readonly string[] {
  return options.flatMap(({ shape }) =>
    shape.fault instanceof z.ZodEnum ? Object.keys(shape.fault.enum) : [...shape.fault.values],
  );
}
