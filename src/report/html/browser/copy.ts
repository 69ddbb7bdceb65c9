import { all } from "./mount.js";

/** Gives each text to be copied below `root` its button, once. */
export function serveCopies(root: ParentNode): void {
  for (const figure of all(root, "figure.copy")) {
    const text = figure.querySelector("pre");
    if (text === null || figure.querySelector("button") !== null) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy: ${figure.querySelector("figcaption")?.textContent ?? "text"}`);
    button.addEventListener("click", () => copy(text, button));
    figure.append(button);
  }
}

/** Where the browser does not let a page copy, the text is selected, so that a key does it. */
async function copy(text: HTMLElement, button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text.textContent ?? "");
    button.textContent = "Copied";
  } catch {
    getSelection()?.selectAllChildren(text);
    button.textContent = "Selected";
  }
}
