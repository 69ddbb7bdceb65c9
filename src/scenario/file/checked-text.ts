import { z } from "zod";

/** A zod string that a rule checks: the problem with a text, or null. */
export function checkedText(problem: (text: string) => string | null) {
  return z.string().superRefine((text, context) => {
    const message = problem(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  });
}
