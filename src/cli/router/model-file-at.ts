/** The model file that the command line names: JSON, also where the seed's name of a pickle is given. `warnings` says so. */
export function modelFileAt(path: string | null): {
  readonly modelFile: string | null;
  readonly warnings: readonly string[];
} {
  const modelFile = path?.replace(/\.pkl$/i, ".json") ?? null;
  return modelFile === path
    ? { modelFile, warnings: [] }
    : { modelFile, warnings: [`model files are JSON: ${modelFile} is read`] };
}
