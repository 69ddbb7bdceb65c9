import type { KnownApi } from "./known-apis.js";

/** What a path asks for. `way` null: the same path serves both, and the body decides. `model` null: not in the path. */
export type AskedPath = {
  readonly api: KnownApi;
  readonly way: "whole" | "streaming" | null;
  readonly model: string | null;
};

/** Recognises a request by its path (without query) and its method; null: unknown. Paths that contain the model are tried first. */
export function askedPath(
  { path, method }: { readonly path: string; readonly method: string },
  known: readonly KnownApi[],
): AskedPath | null {
  for (const place of ["path", "body"] as const) {
    for (const api of known) {
      const may = api.paths.modelIn === place && (api.method === null || api.method === method);
      const asked = may ? askedOf(path, api) : null;
      if (asked !== null) return asked;
    }
  }
  return null;
}

function askedOf(path: string, api: KnownApi): AskedPath | null {
  const { whole, streaming, modelIn } = api.paths;
  const found = whole.exec(path) ?? streaming?.exec(path) ?? null;
  if (found === null) return null;
  const written = found.groups?.["model"] ?? null;
  const model = modelIn === "path" && written !== null ? decoded(written) : written;
  if (modelIn === "path" && model === null) return null;
  const way = whole.test(path) ? "whole" : "streaming";
  return { api, way: streaming === null ? null : way, model };
}

/** null: the text is not valid percent-encoding. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
