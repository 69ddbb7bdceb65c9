/** A line of a JavaScript twin that imports `names` from `module`. */
export function importLine(names: string, module: string): string {
  return `import { ${names} } from ${JSON.stringify(module)};`;
}
