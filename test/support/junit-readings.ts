import { readXml, type XmlElement } from "./read-xml.js";

/** A case as a service shows it. `output`: what it shows below the name; null: nothing. */
export type JunitCase = {
  readonly suite: string;
  readonly name: string;
  readonly status: "success" | "failed" | "error" | "skipped";
  readonly output: string | null;
};

/**
 * As GitLab reads a file: the suite is `classname`; of a failure, an error and a skip the first of these counts; its text is shown, and its
 * attributes only without a text; of two cases with one key the first counts (gitlabhq/gitlabhq `lib/gitlab/ci/parsers/test/junit.rb`, 2026-11-29).
 */
export function asGitLab(xml: string): readonly JunitCase[] {
  const cases = new Map<string, JunitCase>();
  for (const one of elementsOf(readXml(xml), "testcase")) {
    const [suite = "", name = ""] = [one.attributes["classname"], one.attributes["name"]];
    const key = `${suite}\n${name}`;
    if (!cases.has(key)) cases.set(key, { suite, name, ...gitLabStatus(one) });
  }
  return [...cases.values()];
}

function gitLabStatus(one: XmlElement): Pick<JunitCase, "status" | "output"> {
  const order = [
    ["failure", "failed"],
    ["error", "error"],
    ["skipped", "skipped"],
  ] as const;
  for (const [element, status] of order) {
    const [found] = elementsOf(one, element);
    if (found !== undefined)
      return { status, output: found.text === "" ? JSON.stringify(found.attributes) : found.text };
  }
  return { status: "success", output: null };
}

/**
 * As dorny/test-reporter reads a file: suites by their names; a failure or an error is a failure, whose text is shown
 * (`src/parsers/java-junit/java-junit-parser.ts`, 2026-11-29). Throws for a suite or a case without a name and for a time that is no number.
 */
export function asDorny(xml: string): readonly JunitCase[] {
  return elementsOf(readXml(xml), "testsuite").flatMap((suite) =>
    elementsOf(suite, "testcase").map((one) => {
      const failure = [...elementsOf(one, "failure"), ...elementsOf(one, "error")][0];
      const isSkipped = elementsOf(one, "skipped").length > 0;
      if (!Number.isFinite(Number.parseFloat(one.attributes["time"] ?? ""))) throw new SyntaxError("no time");
      return {
        suite: required(suite, "name").trim(),
        name: required(one, "name").trim(),
        status: failure !== undefined ? ("failed" as const) : isSkipped ? ("skipped" as const) : ("success" as const),
        output: failure?.text ?? null,
      };
    }),
  );
}

function required({ name, attributes }: XmlElement, attribute: string): string {
  const value = attributes[attribute];
  if (value === undefined) throw new SyntaxError(`${name} has no ${attribute}`);
  return value;
}

/** All elements of a name below one, in their order. */
export function elementsOf(root: XmlElement, name: string): readonly XmlElement[] {
  return root.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsOf(child, name)]);
}

/** What GitLab counts of a file: elements, attributes and texts, of which it takes 250,000. */
export function objectsOf({ attributes, children, text }: XmlElement): number {
  const own = 1 + Object.keys(attributes).length + (text.trim() === "" ? 0 : 1);
  return children.reduce((sum, child) => sum + objectsOf(child), own);
}
