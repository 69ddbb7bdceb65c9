import type { VendorPage } from "../page.js";
import { awsCase } from "./aws-case.js";
import { githubIssue } from "./github-issue.js";
import { moonshotPage } from "./moonshot.js";
import { openrouterPage } from "./openrouter.js";
import { repost } from "./repost.js";

/** The pages for vendors, in the order in which `report.md` lists them. A new one is a file and its line here. */
export const vendorPages: readonly VendorPage[] = [awsCase, repost, openrouterPage, moonshotPage, githubIssue];
