import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A page of the built site. `path`: with its ending, as in `/checks.html`; `links`: the targets inside the site, as paths with anchors. */
export type BuiltPage = {
  readonly path: string;
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly string[];
};

/** The pages of a built site, by path. Throws a RangeError if `folder` has none. `base`: the path that every link begins with. */
export function readSite(folder: string, base = "/"): ReadonlyMap<string, BuiltPage> {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
  const pages = names.filter((name) => name.endsWith(".html")).map((name) => readPage(folder, name, base));
  if (pages.length === 0) throw new RangeError(`${folder} has no page: npm run docs builds it`);
  return new Map(pages.map((page) => [page.path, page]));
}

/** The links that lead nowhere, one sentence each: to an absent page or file, or to an anchor that its page does not have. */
export function deadLinks(folder: string, site: ReadonlyMap<string, BuiltPage>): readonly string[] {
  return [...site.values()].flatMap(({ path, links }) =>
    links.flatMap((link) => (leadsSomewhere(folder, site, link) ? [] : [`${path} links to ${link}`])),
  );
}

function leadsSomewhere(folder: string, site: ReadonlyMap<string, BuiltPage>, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const page = site.get(path);
  if (page === undefined) return existsSync(join(folder, path));
  return anchor === undefined || anchor === "" || page.anchors.has(anchor);
}

/** How many clicks from the home page each page is, by the links of pages; a page that no link leads to is absent. */
export function clicksFromHome(site: ReadonlyMap<string, BuiltPage>): ReadonlyMap<string, number> {
  const clicks = new Map([["/index.html", 0]]);
  for (const [path, count] of clicks)
    for (const link of site.get(path)?.links ?? []) {
      const [to = ""] = link.split("#");
      if (site.has(to) && !clicks.has(to)) clicks.set(to, count + 1);
    }
  return clicks;
}

function readPage(folder: string, name: string, base: string): BuiltPage {
  const html = readFileSync(join(folder, name), "utf8");
  const path = `/${name}`;
  const anchors = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => plain(id));
  const links = [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].flatMap(([, href = ""]) =>
    inside(plain(href), path, base),
  );
  return { path, anchors: new Set(anchors), links: [...new Set(links)] };
}

/** The link as a path of the site; `[]`: it leads out of it. */
function inside(href: string, from: string, base: string): readonly string[] {
  const url = new URL(href, `http://site${base}${from.slice(1)}`);
  if (url.host !== "site") return [];
  const path = decodeURIComponent(`/${url.pathname.slice(base.length)}`);
  return [`${path.endsWith("/") ? `${path}index.html` : path}${decodeURIComponent(url.hash)}`];
}

function plain(attribute: string): string {
  return attribute.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
