// What the browser tests share: the real program on a file of its own, and a
// chromium that is kept off the network.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, "../../bin/rootline");

/** Where the tests leave what they saw, for somebody to look at. */
const shots = join(here, "shots");

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 900 };

/**
 * Starts the demo directory on free ports.
 * @returns {Promise<{base: string, stop: () => Promise<number>}>}
 */
export async function serveDemo() {
	const folder = await mkdtemp(join(tmpdir(), "rootline-e2e-"));
	const args = ["demo", "--db", join(folder, "demo.db"), "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
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
	const stop = async () => {
		child.kill("SIGTERM");
		const code = await ended;
		await rm(folder, { recursive: true });
		return code;
	};
	return { base, stop };
}

/** Waits for a condition, and says what for if it never comes. */
async function until(what, condition) {
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

/** Leaves a picture of the page as it is. */
export async function shoot(page, name) {
	await mkdir(shots, { recursive: true });
	await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}
