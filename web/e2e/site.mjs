// What the browser tests share: the real program on a file of its own, and a
// chromium that is kept off the network.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, mkdir, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, "../../bin/rootline");

/** Where the tests leave what they saw, for somebody to look at. */
const shots = join(here, "shots");

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };

/**
 * Starts the demo directory on free ports.
 * @returns {ReturnType<typeof serve>}
 */
export const serveDemo = () => serve("demo");

/**
 * Starts the program on free ports and a file of its own, with its letters in a
 * folder, after whatever has to be done to the file before.
 * @param {(run: (...args: string[]) => string, folder: string) => Promise<void>} [prepare]
 * @returns {Promise<{base: string, post: string, run: (...args: string[]) => string, letters: () => Promise<string[]>, stop: () => Promise<number>}>}
 */
export async function serve(command, prepare, ...options) {
	const folder = await mkdtemp(join(tmpdir(), "rootline-e2e-"));
	const db = join(folder, "test.db"), post = join(folder, "letters");
	/** Runs another command on the same file, as an operator would. */
	const run = (...more) => execFileSync(program, [...more, "--db", db], { encoding: "utf8" });
	await prepare?.(run, folder);
	const args = [command, "--db", db, "--mail-dir", post, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", ...options];
	const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
	let said = "";
	child.stderr.on("data", (text) => (said += text));
	const ended = new Promise((resolve) => child.once("exit", resolve));
	const [base, operators] = await new Promise((resolve, reject) => {
		let out = "";
		child.stdout.on("data", (text) => {
			out += text;
			const told = out.match(/is at (http:\S+) \(for operators: (http:\/\/[^/]+)\//);
			if (told) resolve(told.slice(1));
		});
		ended.then((code) => reject(new Error(`rootline ended with ${code}: ${said}`)));
	});
	await until("the directory to be ready", async () => (await fetch(`${operators}/readyz`)).ok);
	/** The letters that were written, as text, the oldest first. */
	const letters = async () => {
		const names = (await readdir(post).catch(() => [])).filter((name) => name.endsWith(".eml") && !name.startsWith("."));
		return Promise.all(names.sort().map(async (name) => plain(await readFile(join(post, name), "utf8"))));
	};
	const stop = async () => {
		child.kill("SIGTERM");
		const code = await ended;
		await rm(folder, { recursive: true });
		return code;
	};
	return { base, post, run, letters, stop };
}

/** The head and the plain text of a letter. */
function plain(letter) {
	const [head, ...parts] = letter.replaceAll("\r\n", "\n").split(/\n\n/);
	const body = parts.join("\n\n").split(/\n--[0-9a-zA-Z_=-]+/).find((part) => part.includes("text/plain")) ?? parts.join("\n\n");
	return `${head}\n\n${body.replaceAll("=\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))}`;
}

/** Waits for a letter to an address with something in it, and returns what the pattern finds. */
export async function letterTo(site, address, pattern) {
	let found;
	await until(`a letter to ${address} with ${pattern}`, async () => {
		const mine = (await site.letters()).filter((letter) => new RegExp(`^To: .*${address}`, "m").test(letter));
		found = mine.map((letter) => letter.match(pattern)).filter(Boolean).at(-1);
		return found;
	});
	return found[1];
}

/** Waits for a condition, and says what for if it never comes. */
export async function until(what, condition) {
	for (const end = Date.now() + 60_000; !(await condition()); ) {
		if (Date.now() > end) throw new Error(`waited a minute for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** The chromium that .ci/setup found or installed, wherever this system keeps it. */
function installed() {
	const found = process.env.PATH.split(delimiter).map((folder) => join(folder, "chromium")).find(existsSync);
	if (!found) throw new Error("chromium is not in PATH: run .ci/setup browser");
	return found;
}

export async function launch() {
	return chromium.launch({
		executablePath: installed(),
		args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
	});
}

/**
 * Opens a page that reports what a visitor would never forgive: an error on the
 * console, a request to anybody else, a cookie.
 */
export async function visit(browser, base, options = {}) {
	const context = await browser.newContext({ viewport: desktop, ...options });
	context.setDefaultTimeout(30_000);
	const page = await context.newPage();
	const wrong = [];
	page.on("console", (message) => {
		// A page that answers 404 or 422 is an error to the console, and meant to be.
		if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) wrong.push(message.text());
	});
	page.on("pageerror", (error) => wrong.push(String(error)));
	page.on("request", (request) => {
		const url = request.url();
		if (!url.startsWith(base) && !url.startsWith("data:")) wrong.push(`a request to ${url}`);
	});
	page.on("response", async (response) => {
		if ((await response.allHeaders())["set-cookie"]) wrong.push(`a cookie from ${response.url()}`);
	});
	return { context, page, wrong };
}

/**
 * Opens a page for somebody with a browser of their own, that notes in page.wrong what
 * they would never forgive.
 */
export async function person(browser, base, options = {}) {
	const context = await browser.newContext({ viewport: desktop, ...options });
	context.setDefaultTimeout(30_000);
	const page = await context.newPage();
	page.wrong = [];
	page.on("console", (message) => {
		if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.wrong.push(message.text());
	});
	page.on("pageerror", (error) => page.wrong.push(String(error)));
	page.on("request", (request) => {
		if (!request.url().startsWith(base) && !request.url().startsWith("data:")) page.wrong.push(`a request to ${request.url()}`);
	});
	return page;
}

/** Fills the fields of the form that has them all, and sends it. */
export async function send(page, fields) {
	const names = Object.keys(fields);
	const form = page.locator(names.map((name) => `form:has([name="${name}"])`).join(":is(") + ")".repeat(names.length - 1)).last();
	for (const name of names) await form.locator(`[name="${name}"]`).fill(fields[name]);
	await press(page, form.locator("button[type=submit]").first());
}

/** Presses a button that leads to another page, and waits for that. */
export async function press(page, button) {
	await Promise.all([page.waitForEvent("framenavigated"), button.click()]);
	await page.waitForLoadState();
}

/** Has a browser hold a device that makes passkeys and shows them unasked. */
export async function authenticator(page) {
	const device = await page.context().newCDPSession(page);
	await device.send("WebAuthn.enable");
	await device.send("WebAuthn.addVirtualAuthenticator", {
		options: {
			protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
			isUserVerified: true, automaticPresenceSimulation: true,
		},
	});
}

/** Leaves a picture of the page as it is. */
export async function shoot(page, name) {
	await mkdir(shots, { recursive: true });
	await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

const validator = new HtmlValidate({
	extends: ["html-validate:standard"],
	// What templ writes: no space before a closing slash, boolean attributes bare.
	rules: { "long-title": "off", "no-trailing-whitespace": "off" },
});

/** What is invalid in a page as it was sent. */
export async function invalid(html) {
	const report = await validator.validateString(html);
	return report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message} (${m.selector})`));
}

/** The violations of WCAG that a program can find. */
export async function barriers(page) {
	const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
	const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
	return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
}
