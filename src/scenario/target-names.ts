/**
 * The problem with a provider's model id; null: none. We check it ourselves because the AWS SDK sends `..` as an
 * unencoded path segment (measured with client-bedrock-runtime 3.1162.0, 2026-11).
 */
export function modelIdProblem(id: string): string | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,2047}$/.test(id)) {
    return "a model id begins with a letter or digit and holds only letters, digits and . _ : / -, at most 2048 of them";
  }
  const bad = id.split("/").some((segment) => segment === "" || segment === "." || segment === "..");
  return bad ? "a model id has no empty, . or .. segment" : null;
}

/**
 * The problem with an AWS region; null: none. Only a region's form is accepted, because it becomes part of a host name.
 */
export function regionProblem(region: string): string | null {
  const fits = /^[a-z]{2}(-[a-z]{2,12}){1,3}-\d{1,2}$/.test(region);
  return fits ? null : "a region looks like us-east-1 or us-gov-west-1";
}

/**
 * The problem with an OpenRouter provider slug; null: none. Examples: `moonshotai`, `amazon-bedrock`, `deepinfra/fp8`.
 */
export function pinProblem(pin: string): string | null {
  const fits = /^[a-z0-9][a-z0-9._-]{0,63}(\/[a-z0-9][a-z0-9._-]{0,63})?$/.test(pin);
  return fits ? null : "an upstream is a provider slug such as moonshotai or amazon-bedrock";
}

/**
 * The problem with a base URL; null: none. It has no user, password, query or fragment. Plain http is accepted, for
 * local servers.
 */
export function baseUrlProblem(text: string): string | null {
  if (!URL.canParse(text)) return "a base URL looks like https://host/v1 or http://127.0.0.1:8080/v1";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "a base URL begins with https:// or http://";
  if (url.username !== "" || url.password !== "")
    return "a base URL has no user or password; keys come from the environment";
  return url.search === "" && url.hash === "" ? null : "a base URL has no ? or # part";
}

/**
 * The problem with a regular expression for ids; null: none. Accepts only expressions that take linear time:
 * anchored, of characters, classes and at most two open repetitions, without groups, alternatives or back references.
 */
export function idPatternProblem(pattern: string): string | null {
  const simple = /^\^(?:\\[dw.:/-]|\[[^\]\\^[]+\]|[A-Za-z0-9_:-]|[+*?]|\{\d{1,4}(?:,\d{0,4})?\})+\$$/;
  if (pattern.length > 200 || !simple.test(pattern))
    return "write ^…$ of characters and classes such as [a-z0-9_-]{1,64}, no groups";
  if ((pattern.match(/[+*]|,\}/g) ?? []).length > 2) return "at most two open repetitions (+ or *)";
  try {
    new RegExp(pattern);
    return null;
  } catch {
    return "this is not a regular expression";
  }
}
