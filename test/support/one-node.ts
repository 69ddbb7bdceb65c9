/** True where tests run whose subject is another program, for which every version of Node is alike: on Node 20. */
export const isOneNode = process.versions.node.startsWith("20.");

/** The title of a suite that runs there only; says if it is skipped. */
export function oneNodeTitle(title: string): string {
  return isOneNode ? title : `${title} (skipped: runs on Node 20)`;
}
