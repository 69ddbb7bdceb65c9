import { headerOf, type WireHeaders } from "../../wire/exchange.js";

/** The AWS error type of a response: `ValidationException:http://…` without its tail; null: no such header. */
export function awsErrorType(headers: WireHeaders): string | null {
  const value = headerOf(headers, "x-amzn-errortype");
  return value === null ? null : cleanType(value);
}

/** `com.amazon.coral.service#AccessDeniedException`, `ValidationException:http://…` → the bare name; "" and `Unknown` → null. */
export function cleanType(value: string): string | null {
  const bare = (value.split("#").at(-1) ?? value).split(":")[0]?.trim() ?? "";
  return bare === "" || bare.toLowerCase() === "unknown" ? null : bare;
}
