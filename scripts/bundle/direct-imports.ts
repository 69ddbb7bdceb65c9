import type { OutputBundle, OutputChunk, Plugin } from "rolldown";

/**
 * A lazy import of a module whose chunk has others too goes through a file of one line, which names what the module exports. This plugin lets
 * it import the chunk at once, and removes the file: one less to open for every lazy import.
 */
export function directImports(): Plugin {
  return {
    name: "direct-imports",
    generateBundle(_options, bundle) {
      const facades = new Map(chunksIn(bundle).flatMap((chunk) => facadeOf(chunk) ?? []));
      for (const chunk of chunksIn(bundle)) chunk.code = withDirectImports(chunk.code, facades);
      for (const name of facades.keys()) delete bundle[name];
    },
  };
}

function chunksIn(bundle: OutputBundle): readonly OutputChunk[] {
  return Object.values(bundle).flatMap((file) => (file.type === "chunk" ? [file] : []));
}

/** What a facade names: of which file, and under which names. */
type Facade = { readonly file: string; readonly names: readonly (readonly [inside: string, outside: string])[] };

const facadeText = /^export \{ ([^{}]+) \} from "\.\/([^"]+)";\s*$/;

/** Null for a chunk with code of its own, or of another form. */
function facadeOf({ fileName, isEntry, code }: OutputChunk): readonly (readonly [string, Facade])[] | null {
  const [, list, file] = isEntry ? [] : (facadeText.exec(code) ?? []);
  if (list === undefined || file === undefined) return null;
  const names = list.split(", ").map((one) => {
    const [inside = "", outside = inside] = one.split(" as ");
    return [inside, outside] as const;
  });
  return [[fileName, { file, names }]];
}

/** All chunks lie in one folder, so that the path to a facade is that to its chunk, but for the name. */
function withDirectImports(code: string, facades: ReadonlyMap<string, Facade>): string {
  return code.replaceAll(/\bimport\("([^"]*\/)([^"/]+)"\)/g, (text, folder: string, name: string) => {
    const facade = [...facades].find(([fileName]) => fileName.endsWith(`/${name}`))?.[1];
    if (facade === undefined) return text;
    const members = facade.names.map(([inside, outside]) => `${outside}: all.${inside}`);
    return `import("${folder}${facade.file}").then((all) => ({ ${members.join(", ")} }))`;
  });
}
