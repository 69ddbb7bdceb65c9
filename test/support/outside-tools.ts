import { execFile, execFileSync } from "node:child_process";

/** What an outside tool wrote, and how it ended. `code` null: a signal ended it. */
export type ToolRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** What a program says about itself; null: it is not installed, or it fails. */
export function toolSays(program: string, args: readonly string[]): string | null {
  try {
    return execFileSync(program, [...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return null;
  }
}

/** Runs an outside tool to its end, without this process's environment but for `PATH`. */
export function runTool(
  program: string,
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): Promise<ToolRun> {
  const whole = { PATH: process.env["PATH"] ?? "", AWS_EC2_METADATA_DISABLED: "true", ...env };
  return new Promise((resolve) => {
    execFile(program, [...args], { env: whole, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : null, stdout, stderr });
    });
  });
}
