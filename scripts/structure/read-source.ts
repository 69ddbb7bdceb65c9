import { dirname, relative, resolve } from "node:path";
import { type Node, parseSync, Visitor } from "oxc-parser";

/** A function, method or function type, as its file declares it. */
export type FunctionFact = {
  /** `file:line`, 1-based. */
  readonly place: string;
  readonly lines: number;
  readonly parameters: number;
  /** False for a function type or an overload. */
  readonly hasBody: boolean;
};

/** What one file takes from another. */
export type ImportFact = {
  /** Relative to the root that was given; null: a package or a Node built-in. */
  readonly to: string | null;
  /** Erased when compiled: `import type`, or every name in it is a type. */
  readonly typeOnly: boolean;
  /** Names taken; `*`: all of them. */
  readonly names: readonly string[];
};

export type SourceFact = {
  readonly file: string;
  readonly lines: number;
  readonly functions: readonly FunctionFact[];
  readonly imports: readonly ImportFact[];
  /** Exported names that stand nowhere else in the file. */
  readonly exports: readonly string[];
};

/** Reads the structure of one TypeScript file. Throws where the text does not parse. */
export function readSource(root: string, file: string, text: string): SourceFact {
  const { program, module, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const functions: FunctionFact[] = [];
  const lineAt = lineCounter(text);
  const add = (node: Node, parameters: number, hasBody: boolean) => {
    const first = lineAt(node.start);
    functions.push({ place: `${file}:${first}`, lines: lineAt(node.end) - first + 1, parameters, hasBody });
  };
  new Visitor({
    FunctionDeclaration: (node) => add(node, node.params.length, true),
    FunctionExpression: (node) => add(node, node.params.length, true),
    ArrowFunctionExpression: (node) => add(node, node.params.length, true),
    TSFunctionType: (node) => add(node, node.params.length, false),
    TSMethodSignature: (node) => add(node, node.params.length, false),
  }).visit(program);

  const target = (specifier: string) =>
    specifier.startsWith(".") ? relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, ".ts") : null;
  const imports: ImportFact[] = [
    ...module.staticImports.map((one) => ({
      to: target(one.moduleRequest.value),
      typeOnly: one.entries.length > 0 && one.entries.every((entry) => entry.isType),
      names: one.entries.map(
        (entry) => entry.importName.name ?? (entry.importName.kind === "Default" ? "default" : "*"),
      ),
    })),
    ...module.staticExports.flatMap((one) =>
      one.entries
        .filter((entry) => entry.moduleRequest !== null)
        .map((entry) => ({
          to: target(entry.moduleRequest?.value ?? ""),
          typeOnly: entry.isType,
          names: [entry.importName.name ?? "*"],
        })),
    ),
    ...module.dynamicImports.map((one) => ({
      to: target(text.slice(one.moduleRequest.start, one.moduleRequest.end).replace(/^["'`]|["'`]$/g, "")),
      typeOnly: false,
      names: ["*"],
    })),
  ];
  const exported = module.staticExports.flatMap((one) =>
    one.entries.flatMap((entry) => (entry.exportName.name === null ? [] : [entry.exportName.name])),
  );
  return {
    file,
    lines: text.split("\n").length - 1,
    functions,
    imports,
    exports: exported.filter((name) => occurrences(text, name) === 1),
  };
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    const after = starts.findIndex((start) => start > offset);
    return after === -1 ? starts.length : after;
  };
}

function occurrences(text: string, name: string): number {
  return [...text.matchAll(new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g"))].length;
}
