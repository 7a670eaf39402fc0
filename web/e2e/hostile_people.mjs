// The people of a hostile directory: how they sign in, and all that they can say to it
// by which anything of theirs stands on a page.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { until } from "./site.mjs";

/** What an app shows that was set up with a key. */
export function appCode(key, at = Date.now()) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const bits = [...key.replaceAll(" ", "")].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
	const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
	const mac = createHmac("sha1", secret).update(counter).digest();
	return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

let networks = 0;

/** A network that nobody has asked from, for the pace of one is no matter here. */
export const elsewhere = () => `2001:db8:${(networks >> 16).toString(16)}:${(++networks & 0xffff).toString(16)}::1`;

/** A program of somebody's, which renews its token when that has run out. */
export class Program {
	constructor(base) {
		this.base = base;
	}

	async #send(method, path, body) {
		const headers = { "X-Forwarded-For": elsewhere() };
		if (this.token) headers.Authorization = `Bearer ${this.token}`;
		if (body !== undefined) headers["Content-Type"] = "application/json";
		const reply = await fetch(`${this.base}/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
		const text = await reply.text();
		return { status: reply.status, body: /json/.test(reply.headers.get("content-type") ?? "") ? JSON.parse(text) : text };
	}

	/** Asks for something, whatever the answer. */
	async try(method, path, body) {
		if (this.refresh) await (this.renewal = (this.renewal ?? Promise.resolve()).then(() => this.fresh()));
		return this.#send(method, path, body);
	}

	/** Asks for something that has to be done. */
	async ask(method, path, body) {
		const reply = await this.try(method, path, body);
		assert.ok(reply.status < 300, `${method} ${path} ${JSON.stringify(body)} = ${reply.status} ${JSON.stringify(reply.body)}`);
		return reply.body;
	}

	keep({ status, body }) {
		assert.equal(status, 200, JSON.stringify(body));
		[this.token, this.refresh, this.since] = [body.access_token, body.refresh_token, Date.now()];
	}

	/** A token that will do for some minutes. */
	async fresh() {
		if (Date.now() - this.since > 240_000) {
			this.since = Date.now(); // for whoever asks meanwhile
			this.token = undefined;
			this.keep(await this.#send("POST", "/auth/refresh", { refresh_token: this.refresh }));
		}
		return this.token;
	}

	/** Signs in. */
	async signIn(email, password, code) {
		this.keep(await this.#send("POST", "/auth/login", { email, password, ...(code && { code }) }));
		return this;
	}
}

/** Fills a form of the page that is open and sends it by a button. */
export async function send(page, form, fields, button = "button[type=submit]") {
	const f = page.locator(form).first();
	for (const [name, value] of Object.entries(fields)) await f.locator(`[name="${name}"]`).first().fill(value);
	const [reply] = await Promise.all([page.waitForNavigation(), f.locator(button).first().click()]);
	await page.waitForLoadState();
	return reply;
}

/** Signs a person of the demo in, with the app's code where one is wanted. */
export async function signIn(page, base, who) {
	await page.goto(`${base}/sign-in`);
	await send(page, 'form:has([name="password"])', { email: who.email, password: who.password });
	if (who.code) await send(page, 'form:has([name="code"])', { code: who.code });
	assert.equal(new URL(page.url()).pathname, "/account", `${who.email} is signed in`);
}

/** Makes somebody an admin with an app whose key we know, so that a program of theirs gets in too. */
export async function newAdmin(page, site, email) {
	const link = site.run("admin", "create", email, "--name", "Ada Admin").match(/(\/sign-in\/link\/\S+)/)[1];
	await page.goto(site.base + link);
	await send(page, "main form", {});
	await page.goto(`${site.base}/account/password`);
	await send(page, 'form:has([name="password"])', { password: "harbour-violet-engine-stones" });
	await page.goto(`${site.base}/account/app`);
	await send(page, "main form", {});
	const key = (await page.locator("main").innerText()).match(/((?:[A-Z2-7]{4} ?){8})/)[1];
	await send(page, 'form:has([name="code"])', { code: appCode(key, Date.now() - 30_000) });
	return new Program(site.base).signIn(email, "harbour-violet-engine-stones", appCode(key));
}

/** The people of a demo, as its page tells them. */
export async function demoPeople(base) {
	const text = (await (await fetch(`${base}/demo`)).text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
	const all = {};
	for (const [, name, password, code] of text.matchAll(/(\w+)@demo\.example Password ([a-z-]+)(?: Code of the app (\d{6}))?/g)) {
		all[name] = { email: `${name}@demo.example`, password, code };
	}
	return all;
}

const quoted = (text) => Buffer.from(text.replaceAll("=\r\n", "").replaceAll("=\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))), "latin1").toString();

/** Reads the letters that were written since it was asked last: to whom, and their two texts. */
export function reader(site) {
	const read = new Set();
	return async () => {
		const names = (await readdir(site.post).catch(() => [])).filter((name) => name.endsWith(".eml") && !name.startsWith(".") && !read.has(name));
		return Promise.all(names.sort().map(async (name) => {
			read.add(name);
			const letter = await readFile(join(site.post, name), "latin1");
			const part = (kind) => letter.split(/\r?\n--part-\S+\r?\n/).find((p) => p.includes(`Content-Type: text/${kind}`))?.split(/\r?\n\r?\n/).slice(1).join("\n\n") ?? "";
			return { to: letter.match(/^To: <?([^>\r\n]*)/m)?.[1], html: quoted(part("html")), text: quoted(part("plain")) };
		}));
	};
}

/** Waits until there is nothing to be sent. */
export async function quiet(letters, until_ = 400) {
	const all = [];
	for (let last = Date.now(); Date.now() - last < until_; await new Promise((resolve) => setTimeout(resolve, 50))) {
		const some = await letters();
		if (some.length) [last] = [Date.now(), all.push(...some)];
	}
	return all;
}

export { until };
