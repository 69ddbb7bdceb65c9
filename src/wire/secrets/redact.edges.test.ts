import { expect, test } from "vitest";
import { createRedactor } from "./redact.js";

test("a value of six characters is looked for, and one of five is not, blanks around it apart", () => {
  const redactor = createRedactor(["five5", "  sixsix\n", " 12345 "]);
  const text = "five5, 12345 and sixsix";
  expect(redactor.text(text)).toBe("five5, 12345 and REDACTED");
  expect(redactor.leaks(text)).toEqual(["secret 2"]);
});

test("of a secret that begins with another one nothing is left", () => {
  for (const secrets of [
    ["secret-value", "secret-value-and-more"],
    ["secret-value-and-more", "secret-value"],
  ]) {
    const redactor = createRedactor(secrets);
    expect(redactor.text("a secret-value-and-more b secret-value c")).toBe("a REDACTED b REDACTED c");
    expect(redactor.leaks("secret-value")).toHaveLength(1);
  }
});
