import { pageOfFile } from "./site-path.js";

type Item = { readonly text: string; readonly link: string };
type Group = { readonly text: string; readonly items: readonly Item[] };

/** The sidebar: the headings and tables of docs/README.md, then what is made from the code. */
export function sidebarOf(overview: string): readonly Group[] {
  const groups = overview
    .split(/^## /m)
    .slice(1)
    .map((part) => ({
      text: part.slice(0, part.indexOf("\n")),
      items: [...part.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\)/gm)].map(([, text = "", target = ""]) => ({
        text,
        link: linkTo(`docs/${target}`),
      })),
    }))
    .filter(({ items }) => items.length > 0);
  return [start, ...groups, reference, project];
}

function linkTo(path: string): string {
  return `/${pageOfFile(path).replace(/(?:index)?\.md$/, "")}`;
}

const start: Group = {
  text: "Start",
  items: [
    { text: "What it is, and two commands", link: "/" },
    { text: "All pages", link: "/overview" },
  ],
};

const reference: Group = {
  text: "Made from the code",
  items: [
    { text: "Checks", link: "/checks-list" },
    { text: "Findings", link: "/findings" },
    { text: "Shipped scenarios", link: "/scenarios-list" },
    { text: "Schemas", link: "/schemas/" },
    { text: "Library reference", link: "/api/" },
  ],
};

const project: Group = {
  text: "The project",
  items: [
    { text: "Contribute", link: "/project/contributing" },
    { text: "Architecture", link: "/project/architecture" },
    { text: "Changelog", link: "/project/changelog" },
  ],
};
