// What a directory looks like whose people all want our pages to run what they wrote,
// and what tells whether a page did.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const control = /[\u0000-\u001f\u007f-\u009f]/;
const turning = /[\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** What is typed, without what is written about it. */
export async function payloads() {
	const lines = (await readFile(join(here, "payloads.txt"), "utf8")).split("\n").filter((line) => line && !line.startsWith("# "));
	return [...new Set(lines.map((line) => line.replaceAll(/\[\[([0-9a-f]+)\]\]/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))))];
}

/** The fields of a listing that take text, and what each of them refuses. */
const line = (most) => (text) => !control.test(text) && text.trim() !== "" && [...text].length <= most;
const lines = (text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text);
export const takes = {
	person: (text) => line(80)(text) && !turning.test(text),
	name: line(200), description: lines, brand: line(200), "brand description": lines,
	street: line(200), city: line(200), postcode: line(40), "address source": line(500),
	exception: line(200), "hours source": line(500), detail: line(200), "detail source": line(500), "capacity source": line(500), "price source": line(500),
	practitioner: line(200), qualification: line(200), register: line(200), "registration number": line(200), "credential source": line(500),
	alt: line(500), consent: lines, state: lines, operating: lines, source: line(200),
	change: line(200), said: lines,
	address: () => true, // whatever comes in a URL
};

/** Fields that have no room for more than one payload. */
const narrow = new Set(["person", "postcode"]);

/**
 * Deals payloads out to fields, three at a time where there is room, so that each field
 * meets others with each listing, beside others, and all of them at last.
 */
export class Deal {
	/** @param {string[]} all */
	constructor(all) {
		this.all = all;
		this.met = new Map();
		this.refused = new Set();
		this.seen = new Set();
	}

	/** How many listings it takes until each payload has met each field. */
	get rounds() {
		return Math.ceil(this.all.length / 3);
	}

	/** A payload of a field; one that the field refuses leaves its place to the next that it takes. */
	of(i, field, rule = field) {
		if (!this.met.has(field)) this.met.set(field, this.met.size);
		const from = i + this.met.get(field) * 13;
		for (let n = 0; ; n++) {
			const payload = this.all[(from + n) % this.all.length];
			if (takes[rule](payload)) return payload;
			this.refused.add(`${field}\0${payload}`);
		}
	}

	/** What a field says in a round, with what is to be looked for: the turn has others come first. */
	say(round, turn, field, rule = field) {
		if (narrow.has(rule)) {
			const one = this.of(round * 3 + turn, field, rule);
			return { text: one, parts: [[field, one]] };
		}
		let text = "";
		const parts = [];
		for (const n of [0, 1, 2]) {
			const payload = this.of(round * 3 + ((turn + n) % 3), field, rule), more = text ? `${text} ${payload}` : payload;
			if (parts.some(([, said]) => said === payload) || !takes[rule](more)) continue;
			text = more;
			parts.push([field, payload]);
		}
		return { text, parts };
	}

	/** Notes which of what fields say stands on a page as text. */
	look(shown, said) {
		const text = plain(shown);
		for (const [field, payload] of said) if (text.includes(plain(payload))) this.seen.add(`${field}\0${payload}`);
	}
}

/** As text is read by whoever looks at a page. */
const plain = (text) => text.replaceAll(/\s+/g, " ").trim();

const hex = (n, digits) => n.toString(16).padStart(digits, "0");
export const idOf = (kind, i) => `019a0000-0000-7${hex(kind, 3)}-8000-${hex(i + 1, 12)}`;

/**
 * A listing with payloads wherever it says anything, made of one that is harmless.
 * @returns {{organization: object, listing: object, said: [string, string][]}}
 */
export function hostileListing(deal, like, i, kind = 0) {
	const said = [];
	const say = (field, round = i) => {
		const { text, parts } = deal.say(round, kind, field);
		said.push(...parts);
		return text;
	};
	const slug = `hostile-${kind}-${i}`;
	// Those that somebody owns share some brands: to no address go invitations without end.
	const b = kind === 0 ? Math.floor(i / 12) : i;
	const organization = { id: idOf(kind * 2 + 1, b), slug: `hostile-brand-${kind}-${b}`, name: say("brand", b), description: say("brand description", b), entry_type: "clinic" };
	const listing = structuredClone(like);
	const c = listing.clinic;
	Object.assign(c, { id: idOf(kind * 2 + 2, i), slug, organization_id: organization.id, name: say("name"), description: say("description") });
	Object.assign(c, { url: `https://${slug}.example/`, email: `desk@${slug}.example`, phones: [{ number: `+9015558${String(kind * 1000 + i).padStart(5, "0")}` }] });
	Object.assign(c.address, { address_1: say("street"), city: say("city"), postal_code: say("postcode") });
	c.address.fact.source = say("address source");
	c.hours.fact.source = say("hours source");
	c.hours.exceptions = [{ first: "2090-12-24", last: "2090-12-26", name: say("exception") }];
	for (const o of c.offerings) {
		for (const f of o.features ?? []) [f.detail, f.fact.source] = [say("detail"), say("detail source")];
		if (o.capacity) o.capacity.fact.source = say("capacity source");
		for (const p of o.prices ?? []) p.fact.source = say("price source");
	}
	for (const p of c.practitioners) {
		Object.assign(p, { name: say("practitioner"), qualification: say("qualification"), register: say("register"), registration_number: say("registration number") });
		p.fact.source = say("credential source");
	}
	for (const p of c.photos) {
		p.alt = say("alt");
		if (p.case) p.case.consent = say("consent");
	}
	listing.state = { value: "published", since: like.state.since };
	listing.operating = { value: kind === 1 ? "temporarily_closed" : "active", since: like.operating.since, reason: say("operating") };
	return { organization, listing, said };
}

/** A file as rootline export writes it. */
export function wholeFile(documents) {
	const all = [{ format: "rootline", version: 1 }, ...documents, { end: { documents: documents.length } }];
	return `${all.map((one) => JSON.stringify(one)).join("\n")}\n`;
}

/** Counts what happened on all pages. */
export class Tally {
	pages = 0;
	kinds = new Map();
	ran = [];
	bare = [];
	marks = [];

	/** A figure for a report. */
	get figures() {
		return { pages: this.pages, kinds: this.kinds.size, scriptRuns: this.ran.length, withoutPolicy: this.bare.length, marks: this.marks.length };
	}
}

/**
 * A browser that notices whatever a payload could do: ran() is called, a dialog opens,
 * a page leads elsewhere by itself, or somebody else is asked for something.
 */
export async function trap(browser, base, tally, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
	context.setDefaultTimeout(30_000);
	const fire = (page, what) => tally.ran.push(`${page?.url()}: ${what}`);
	await context.exposeBinding("ran", ({ page }) => fire(page, "ran()"));
	await context.route((url) => !url.href.startsWith(base) && url.protocol.startsWith("http"), (route) => route.abort());
	context.on("request", (request) => {
		const url = request.url();
		if (!url.startsWith(base) && !url.startsWith("data:image/svg+xml") && !url.startsWith("about:") && !url.startsWith("file:")) fire(undefined, `a request to ${url}`);
	});
	context.on("dialog", (dialog) => {
		fire(dialog.page(), "a dialog");
		dialog.dismiss().catch(() => {});
	});
	context.on("weberror", (error) => fire(error.page(), `an error: ${error.error()}`));
	context.on("page", (page) => page.on("popup", () => fire(page, "a window")));
	context.on("page", (page) => page.on("framenavigated", (frame) => {
		if (frame !== page.mainFrame()) fire(page, `a frame of ${frame.url()}`);
	}));
	return { context, page: await context.newPage() };
}

/** Opens a page, and notes whether it has the policy and nothing of what people typed is more than text. */
export async function open(page, tally, url, kind) {
	let reply;
	try {
		reply = await page.goto(url, { waitUntil: "load" });
	} catch (error) {
		assert.match(String(error), /Download is starting|ERR_ABORTED/, url);
		return "";
	}
	return judge(page, tally, kind, reply);
}

/** Looks at the page that is open. */
export async function judge(page, tally, kind, reply) {
	tally.pages++;
	tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
	if (reply) {
		const policy = (await reply.allHeaders())["content-security-policy"] ?? "";
		if (!/^default-src 'none'; script-src 'self';/.test(policy)) tally.bare.push(`${page.url()}: ${policy}`);
	}
	const { marks, text } = await page.evaluate(inspect);
	for (const mark of marks) if (kind !== "letter" || !mark.startsWith("a style")) tally.marks.push(`${page.url()} (${kind}): ${mark}`);
	return text;
}

/** Runs in the page: what there is that templates of ours do not write, and all text that it shows. */
function inspect() {
	const marks = [], shown = [document.title];
	const own = (url) => url.startsWith("/") && !url.startsWith("//") && !url.startsWith("/\\");
	const walk = (root) => {
		for (const e of root.querySelectorAll("*")) {
			const tag = e.localName;
			const of = (name) => Element.prototype.getAttribute.call(e, name) ?? "";
			if (/^(iframe|frame|frameset|object|embed|base|applet|math|marquee|audio|video|foreignobject|animate|set|use|xss|plaintext|xmp|listing|keygen|portal)$/i.test(tag)) marks.push(`<${tag}>`);
			if (tag === "script" && !own(of("src"))) {
				if (of("type") !== "application/ld+json") marks.push(`a script: ${e.textContent}`);
				else try { JSON.parse(e.textContent); } catch { marks.push(`data that is none: ${e.textContent}`); }
			}
			if (tag === "style") marks.push(`a style: ${e.textContent}`);
			if (tag === "meta" && e.hasAttribute("http-equiv")) marks.push(`a meta element: ${e.outerHTML}`);
			for (const a of Array.from(Element.prototype.getAttributeNames.call(e))) {
				const value = of(a);
				if (/^on/i.test(a) || a === "srcdoc" || a === "ping" || a === "nonce") marks.push(`${a}=${value}`);
				if (/^(href|src|action|formaction|data|xlink:href|poster|background)$/i.test(a) && !/^(\/(?![/\\])|#|\?|$|https?:\/\/|mailto:|tel:|data:image\/svg\+xml|geo:)/i.test(value)) marks.push(`<${tag} ${a}="${value}">`);
				if (/^(src|formaction|poster|background)$/i.test(a) && value && !own(value) && !value.startsWith("data:image/svg+xml")) marks.push(`<${tag} ${a}="${value}">`);
				if (/^(title|alt|value|content|placeholder|aria-label|label)$/.test(a) || a.startsWith("data-")) shown.push(value);
			}
			if (tag === "template") walk(e.content);
		}
	};
	walk(document);
	shown.push(document.body?.textContent ?? document.documentElement.textContent);
	for (const t of document.querySelectorAll("textarea, input")) shown.push(t.value);
	return { marks, text: shown.join("\n") };
}
