// S3: whatever anybody types in, no page of ours runs it. A directory is filled with
// payloads wherever it takes text, by import, by programs and by forms, and everything
// that shows any of it is opened in a browser: as it is served, and once more without
// its content security policy, for that is the second line and not the first.
//
// With ROOTLINE_ASSURE=1 each payload meets each field; else a sample of each.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Deal, Tally, hostileListing, judge, open, payloads, trap, wholeFile } from "./hostile.mjs";
import { Program, demoPeople, elsewhere, newAdmin, quiet, reader, send, signIn, until } from "./hostile_people.mjs";
import { launch, serve } from "./site.mjs";

const long = Boolean(process.env.ROOTLINE_ASSURE);
const began = Date.now();
let site, browser, corpus, deal, letters, folder;
let as = {}, cookies = {}, listings = [], post = [];
const common = []; // what is said of no listing by itself

before(async () => {
	corpus = await payloads();
	deal = new Deal(corpus);
	folder = await mkdtemp(join(tmpdir(), "rootline-hostile-"));
	site = await serve("demo", undefined, "--clinics", "12", "--seed", "3", "--trusted-proxy", "127.0.0.1/32");
	browser = await launch();
	letters = reader(site);
});
after(async () => {
	await browser?.close();
	assert.equal(await site?.stop(), 0, "the program stops in good order");
	if (folder) await rm(folder, { recursive: true });
});

const say = (what, figures) => console.log(`S3: ${what}: ${Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(", ")} (${((Date.now() - began) / 1000).toFixed(0)} s)`);

/** Every so manieth of all, so that a sample has something of everything. */
const sample = (all, most) => (long || all.length <= most ? all : all.filter((_, i) => Math.floor((i * most) / all.length) !== Math.floor(((i - 1) * most) / all.length)));
const rounds = (most) => sample(Array.from({ length: deal.rounds }, (_, i) => i), most);

/** Has a field say something more of a listing. */
function add(rule, field = rule) {
	const { text, parts } = deal.say(this.i, this.kind, field, rule);
	this.said.push(...parts);
	return text;
}

/** Does something with all, a few at a time. */
async function each(all, atOnce, work) {
	const queue = [...all];
	await Promise.all(Array.from({ length: atOnce }, async (_, worker) => {
		for (let next; (next = queue.shift()) !== undefined; ) await work(next, worker);
	}));
}

test("the corpus has payloads that work", async () => {
	assert.ok(corpus.length >= 200, `${corpus.length} payloads`);
	const noticed = new Set(), raw = new Set(), kept = new Set();
	const tried = sample(corpus, 6);
	const policy = (await fetch(`${site.base}/about`)).headers.get("content-security-policy");
	for (const [bypassCSP, fired] of [[true, raw], [false, kept]]) {
		const tally = new Tally();
		const { context, page } = await trap(browser, site.base, tally, { bypassCSP });
		await context.route(`${site.base}/raw`, async (route) => {
			await route.fulfill({ contentType: "text/html; charset=utf-8", headers: { "content-security-policy": policy }, body: `<!doctype html><title>t</title><p title="${page.payload}">${page.payload}</p><a title='${page.payload}'${/^\W*\w+(:|&|\W)/.test(page.payload) ? ` href="${page.payload}"` : ""}>a</a>` });
		});
		for (const payload of tried) {
			page.payload = payload;
			const [ran, marks] = [tally.ran.length, tally.marks.length];
			await page.goto(`${site.base}/raw`, { waitUntil: "load", timeout: 1000 }).catch(() => tally.ran.push("led elsewhere"));
			await judge(page, tally, "raw").catch(() => tally.ran.push("led elsewhere"));
			if (tally.ran.slice(ran).some((what) => /: ran\(\)$|a dialog$/.test(what))) fired.add(payload);
			if (bypassCSP && (tally.ran.length > ran || tally.marks.length > marks)) noticed.add(payload);
		}
		await context.close();
	}
	say("a page that escapes nothing", { payloads: tried.length, "run at once without the policy": raw.size, "are noticed": noticed.size, "run with the policy": kept.size });
	assert.ok(raw.size >= tried.length / 4 && noticed.size >= tried.length * 0.8, `only ${raw.size} of ${tried.length} payloads run on a page that escapes nothing, and ${noticed.size} are noticed`);
	assert.equal(kept.size, 0, [...kept].join("\n"));
});

test("a directory is filled with payloads", async () => {
	const whole = join(folder, "demo.ndjson");
	site.run("export", "--format", "ndjson", "--out", whole);
	const like = (await readFile(whole, "utf8")).split("\n").filter((l) => l.startsWith('{"listing"')).map((l) => JSON.parse(l).listing)
		.find(({ clinic: c, state }) => state.value === "published" && c.practitioners?.length && c.photos?.some((p) => p.case) && c.offerings.some((o) => o.prices));
	const documents = [];
	for (const [kind, most] of [[0, 1], [1, 1], [2, 1]]) {
		for (const i of rounds(most)) {
			const { organization, listing, said } = hostileListing(deal, like, i, kind);
			if (!listings.some((l) => l.brand === organization.slug)) documents.push({ organization });
			documents.push({ listing });
			listings.push({ add, i, kind, slug: listing.clinic.slug, id: listing.clinic.id, brand: organization.slug, phone: listing.clinic.phones[0].number, clinic: listing.clinic, said });
		}
	}
	const sources = sample(corpus.map((_, i) => i), 6).map((i) => ({ source: { name: deal.of(i, "source"), licence: deal.of(i, "source licence", "source"), observed_at: like.updated_at, imported_at: like.updated_at } }));
	for (const { source } of sources) common.push(["source", source.name], ["source licence", source.licence]);
	await writeFile(join(folder, "hostile.ndjson"), wholeFile([...documents, ...sources.filter((s, i) => sources.findIndex((t) => t.source.name === s.source.name) === i)]));
	const came = site.run("import", join(folder, "hostile.ndjson"));
	assert.match(came, new RegExp(`accepted=${listings.length} human=0 refused=0`), came.slice(0, 2000));
	await until("the listings to be served", async () => (await fetch(`${site.base}/clinics/${listings.at(-1).slug}`)).status === 200);
	await importRows();
});

/** Has a file of clinics wait for a human, each row for it resembles one that is there. */
async function importRows() {
	const cell = (text) => `"${text.replaceAll('"', '""')}"`;
	const rows = listings.filter((l) => l.kind === 0).map((l) => [l.add("name", "row name"), l.add("street", "row street"), "Ankara", "TR", l.phone, "prp", "published"].map(cell).join(","));
	await writeFile(join(folder, "list.csv"), `Name,Street,City,Country,Phone,Services,State\n${rows.join("\n")}\n`);
	common.push(["file", deal.of(0, "file", "source")]);
	await writeFile(join(folder, "list.toml"), `source = ${JSON.stringify(common.at(-1)[1])}\nlicence = "our own"\nobserved_at = 2026-11-01\nkey = ["Name"]\n[file]\nformat = "csv"\n[fields]\nname = "Name"\naddress_1 = "Street"\ncity = "City"\ncountry = "Country"\nphones = "Phone"\nservices = "Services"\nstate = "State"\n`);
	const came = site.run("import", join(folder, "list.csv"), "--map", join(folder, "list.toml"));
	assert.match(came, /human=[1-9]\d* refused=0/, "rows that hold HTML wait for a human");
}

test("its people say the rest", async () => {
	const known = await demoPeople(site.base);
	for (const name of ["olivia", "manuel", "morgan"]) as[name] = known[name];
	const pages = {};
	for (const name of ["root", "olivia", "claimant", "morgan"]) pages[name] = (await trap(browser, site.base, new Tally())).page;
	const root = await newAdmin(pages.root, site, "root@clinics.example");
	await Promise.all([
		signIn(pages.olivia, site.base, known.olivia), signIn(pages.claimant, site.base, known.manuel), signIn(pages.morgan, site.base, known.morgan),
	]);
	as = {
		root, olivia: await new Program(site.base).signIn(known.olivia.email, known.olivia.password),
		claimant: await new Program(site.base).signIn(known.manuel.email, known.manuel.password),
	};
	const owned = listings.filter((l) => l.kind === 0);
	await quiet(letters, 100);
	for (const [n, l] of owned.entries()) if (l.brand !== owned[n - 1]?.brand) await own(l, pages.olivia);
	await each(owned, 2, edit);
	await each(owned, 2, report);
	await each(owned, 2, claim);
	await document(owned[0], pages.claimant);
	await each(listings.filter((l) => l.kind === 2), 2, (l) => root.ask("POST", `/admin/listings/${l.id}/state`, { seen: "published", to: "suspended", reason: "other", text: l.add("state", "suspension") }));
	await each(rounds(1), 2, propose);
	await decide();
	for (const [name, page] of Object.entries(pages)) {
		cookies[name] = await page.context().storageState();
		await page.context().close();
	}
});

/** Makes Olivia the owner of a listing's brand, who is invited by an admin. */
async function own(l, page) {
	await as.root.ask("POST", `/owner/brands/${l.brand}/invitations`, { email: "olivia@demo.example", role: "owner" });
	let link;
	await until("an invitation", async () => {
		for (const letter of await letters()) {
			post.push(letter);
			link = letter.to === "olivia@demo.example" ? (letter.text.match(/(\/invitations\/\S+)/)?.[1] ?? link) : link;
		}
		return link;
	});
	await page.goto(site.base + link);
	await send(page, "main form", {});
}

/** Has the owner ask for another clinic altogether. */
async function edit(l) {
	const now = await as.olivia.ask("GET", `/owner/clinics/${l.slug}`);
	const is = l.clinic, other = (field) => l.add("change", `change of ${field}`);
	await as.olivia.ask("PATCH", `/owner/clinics/${l.slug}`, {
		version: now.version, ...(now.revision && { revision: now.revision }),
		changes: {
			name: other("name"), description: l.add("said", "change of description"),
			address: { address_1: other("street"), postal_code: "1", city: { id: is.address.city_id } },
			practitioners: [{ name: other("practitioner"), qualification: other("qualification"), register: other("register"), registration_number: other("registration number") }],
			photos: is.photos.map((p) => ({ id: p.id, kind: p.kind, alt: other("alt"), ...(p.case && { case: { ...p.case, consent: l.add("said", "change of consent") } }) })),
			offerings: is.offerings.map((o) => ({ service: o.service, features: (o.features ?? []).map((f) => ({ feature: f.feature, detail: other("detail") })) })),
			hours: { week: {}, by_appointment: true, exceptions: [{ first: "2091-12-24", last: "2091-12-25", name: other("exception"), intervals: [] }] },
		},
	});
}

/** Has visitors say what is wrong with a listing. */
async function report(l) {
	const visitor = new Program(site.base);
	await visitor.ask("POST", `/clinics/${l.slug}/reports`, { reason: "other", text: l.add("said", "report"), email: "visitor@visitor.example" });
	await visitor.ask("POST", `/clinics/${l.slug}/reports`, { reason: "illegal", text: l.add("said", "notice"), email: "visitor@visitor.example" });
}

/** Has somebody else say that they manage a listing, and its owner that they do not. */
async function claim(l) {
	const { id } = await as.claimant.ask("POST", "/owner/claims", { clinic: l.slug });
	l.claim = id;
	await as.claimant.ask("POST", `/owner/claims/${id}/call`, { phone: l.phone });
	await as.claimant.ask("POST", `/owner/claims/${id}/submission`);
	await as.olivia.ask("POST", `/owner/claims/${id}/answer`, { yields: false, text: l.add("said", "holder's answer") });
}

/** Has a claim of another kind shown by a file with a name and a note. */
async function document(l, page) {
	for (const i of rounds(1).slice(0, 8)) {
		const { id } = await as.claimant.ask("POST", "/owner/claims", { clinic: listings.filter((o) => o.kind === 1).at(i % (long ? 3 : 1)).slug });
		l.papers = [...(l.papers ?? []), id];
		await page.goto(`${site.base}/claims/${id}`);
		const form = page.locator('form[action$="/document"]');
		if (!(await form.isVisible())) await page.locator("details:has(form[action$='/document']) summary").first().click();
		await form.locator("input[type=file]").setInputFiles({ name: deal.say(i, 0, "file name", "said").text.replaceAll("/", "_"), mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n") });
		const note = l.add("said", "note");
		const reply = await send(page, 'form[action$="/document"]', { note });
		assert.equal(reply.status(), 200, await page.locator("main").innerText());
	}
}

/** Has somebody propose a clinic, which an admin rejects. */
async function propose(i) {
	const l = { add, i, kind: 3, said: [] };
	const { clinic } = await as.olivia.ask("POST", "/owner/proposals", {
		name: l.add("name", "proposal"), description: l.add("said", "proposal's description"), services: ["prp"],
		address: { address_1: l.add("street", "proposal's street"), city: { id: 323786 } }, website: `https://proposed-${i}.example`, another: true,
	});
	await as.root.ask("POST", `/admin/listings/${clinic}/state`, { seen: "submitted", to: "rejected", reason: "other", text: l.add("said", "rejection of a proposal") });
	listings.push({ ...l, id: clinic });
}

/** All that waits. */
async function waiting() {
	const all = [];
	for (let at = 1; ; at++) {
		const { items, total } = await as.root.ask("GET", `/admin/queue?per_page=100&page=${at}`);
		all.push(...items);
		if (all.length >= total || items.length === 0) return all;
	}
}

/** Decides what waits, with reasons; then the next comes to wait. */
async function decide() {
	const by = new Map(listings.map((l) => [l.id, l]));
	await each((await waiting()).filter((item) => by.get(item.clinic)?.kind === 0), 2, async ({ kind, id, clinic }) => {
		const l = by.get(clinic), path = `/admin/queue/${kind}/${id}`;
		const { request, reports } = await as.root.ask("GET", path);
		const why = { reason: "other", text: l.add("said", `reason of a ${kind}`) };
		if (kind === "change") await as.root.ask("POST", `${path}/decision`, { answer: "reject", revision: request.revision, ...why });
		else if (kind === "report") await as.root.ask("POST", `${path}/decision`, { reports: reports.items.map((r) => r.id), ...why });
		else if (kind === "contest") {
			await as.root.ask("POST", `${path}/decision`, { answer: "reject", ...why });
			await as.claimant.ask("POST", `/owner/claims/${l.claim}/appeal`, { text: l.add("said", "appeal") });
		}
	});
	await each(listings.filter((l) => l.kind === 0), 2, edit);
}

test("files are no pages", async () => {
	const found = new Map();
	await each(listings.filter((l) => l.slug), 2, async ({ slug }) => {
		for (const path of [`/clinics/${slug}.vcf`, `/clinics/${slug}.ics`, `/api/v1/clinics/${slug}`, `/clinics/${slug}/photos/${listings[0].clinic.photos[0].id}`]) {
			const reply = await fetch(site.base + path, { redirect: "manual" }), head = (name) => reply.headers.get(name) ?? "";
			const body = await reply.text();
			found.set(head("content-type"), (found.get(head("content-type")) ?? 0) + 1);
			assert.equal(head("x-content-type-options"), "nosniff", path);
			assert.match(head("content-security-policy"), /^default-src 'none'/, path);
			if (reply.ok) assert.doesNotMatch(head("content-type"), /html|xml|svg|javascript/, path);
			for (const [name, value] of reply.headers) assert.doesNotMatch(value, /ran\(|evil/, `${path}: ${name}`);
			// What a payload brings along may not begin a property of its own.
			if (/calendar|vcard/.test(head("content-type"))) assert.doesNotMatch(body, /^(URL|DESCRIPTION;ALTREP)[^\r\n]*javascript:/im, path);
		}
	});
	say("files", Object.fromEntries(found));
});

test("no page runs any of it", async () => {
	post.push(...(await quiet(letters)));
	const pages = await plan();
	for (const bypassCSP of [false, true]) {
		const tally = new Tally();
		await walk(bypassCSP ? pages.concat(asked(long ? 3 : 1)) : pages.concat(asked(1)), tally, bypassCSP);
		if (bypassCSP) {
			await readLetters(tally);
			await retype(tally);
		}
		say(bypassCSP ? "without the policy" : "as served", tally.figures);
		assert.deepEqual(tally.ran.slice(0, 20), [], "what ran");
		assert.deepEqual(tally.marks.slice(0, 20), [], "what is more than text");
		assert.deepEqual(tally.bare.slice(0, 20), [], "pages without the policy");
	}
	const fields = [...deal.met.keys()];
	const unseen = fields.filter((field) => ![...deal.seen].some((pair) => pair.startsWith(`${field}\0`)));
	say("what people typed", { payloads: corpus.length, fields: fields.length, "pairs of both": fields.length * corpus.length, "refused by the field": deal.refused.size, "seen as text on a page": deal.seen.size });
	console.log(`S3: fields that no page has shown: ${unseen.join(", ") || "none"}`);
});

/** Opens all pages, a few at a time, each as whoever it is for. */
async function walk(pages, tally, bypassCSP) {
	const browsers = new Map(), tabs = new Map(), queue = [...pages];
	let named = 0;
	const tab = async (worker, who) => {
		const key = `${worker} ${who}`;
		if (!browsers.has(who)) browsers.set(who, trap(browser, site.base, tally, { bypassCSP, ...(cookies[who] && { storageState: cookies[who] }) }));
		if (!tabs.has(key)) tabs.set(key, (await browsers.get(who)).context.newPage());
		return tabs.get(key);
	};
	await each([0, 1, 2], 3, async (worker) => {
		for (let job; (job = queue.shift()); ) {
			if (named++ % 8 === 0) await rename(named / 8 | 0, job);
			const page = await tab(worker, job.who), program = /^(\w+)'s program$/.exec(job.who)?.[1];
			await page.setExtraHTTPHeaders({ "X-Forwarded-For": elsewhere(), ...(program && { Authorization: `Bearer ${await as[program].fresh()}` }) });
			const text = await open(page, tally, site.base + job.path, job.kind);
			deal.look(text, [...job.said, ...names]);
			if (job.kind === "audit" && !bypassCSP) {
				const further = await page.locator('main a[href*="before="]').last().getAttribute("href", { timeout: 500 }).catch(() => undefined);
				if (further && !pages.some((p) => p.path === further)) for (const all of [pages, queue]) all.push({ ...job, path: further });
			}
		}
	});
	for (const open of browsers.values()) await (await open).context.close();
}

let names = [];

/** Has the people call themselves something else. */
async function rename(i) {
	const now = [];
	for (const [name, turn] of [["olivia", 0], ["root", 1]]) {
		const payload = deal.of(i + turn, `name of ${name}`, "person");
		await as[name].ask("PATCH", "/auth/account", { name: payload });
		now.push([`name of ${name}`, payload]);
	}
	names = now.concat(names).slice(0, 8);
}

/** What comes in an address is as hostile as what is kept: a page for each place where it can stand. */
function asked(turns) {
	const all = [], e = encodeURIComponent;
	for (const round of rounds(1)) {
		for (let turn = 0; turn < turns; turn++) {
			const [a, b, c] = [0, 1, 2].map((n) => deal.of(round * 3 + ((turn + n) % 3), "address", "address"));
			const add = (who, kind, path) => all.push({ who, kind, path, said: [["address", a], ["address", b], ["address", c]] });
			add("visitor", "search", `/search?q=${e(a)}&where=${e(b)}&${e(c)}=1`);
			add("visitor", "search refused", `/search?service=${e(a)}&country=${e(b)}&sort=${e(c)}`);
			add("visitor", "fragment", `/search?q=prp#${a}`);
			add("visitor", "no place", `/prp/tr/${e(a)}`);
			add("visitor", "no clinic", `/clinics/${e(b)}`);
			add("visitor", "no brand", `/brands/${e(c)}`);
			add("visitor", "no problem", `/problems/${e(a)}`);
			add("visitor", "no page", `/${e(b)}`);
			add("visitor", "no link", `/still-right/${e(c)}`);
			add("visitor", "no invitation", `/invitations/${e(a)}`);
			add("visitor", "sign in", `/sign-in?next=${e(b)}&as=${e(c)}&done=${e(a)}`);
			add("visitor", "report asked for", `/clinics/${listings[0].slug}/report?reason=${e(c)}&sent=${e(a)}`);
			add("visitor", "API refused", `/api/v1/clinics?q=${e(a)}&country=${e(b)}&${e(c)}=1`);
			add("visitor", "no clinic in the API", `/api/v1/clinics/${e(a)}`);
			add("visitor", "API has no such", `/api/v1/${e(b)}`);
			add("olivia", "proposal asked for", `/propose?brand=${e(c)}&done=${e(a)}`);
			add("olivia", "account", `/account?done=${e(b)}`);
			add("olivia", "no listing", `/owner/clinics/${e(c)}`);
			add("root", "queue refused", `/admin/queue?country=${e(a)}&language=${e(b)}&kind=${e(c)}`);
			add("root", "places", `/admin/places?q=${e(a)}`);
			add("root", "audit refused", `/admin/audit?listing=${e(b)}&before=${e(c)}`);
		}
	}
	return all;
}

/** What people typed stays in the form that is refused: there it is text, too. */
async function retype(tally) {
	const tabs = {};
	for (const who of ["visitor", "olivia"]) tabs[who] = (await trap(browser, site.base, tally, { bypassCSP: true, ...(cookies[who] && { storageState: cookies[who] }) })).page;
	for (const round of rounds(1)) {
		const l = { add, i: round, kind: 0, said: [] }, any = (name) => l.add("address", `typed ${name}`).replaceAll(/[\r\n]/g, " ");
		for (const [who, path, form, fields] of [
			["visitor", "/register", "main form:has([name=name])", { name: any("name"), email: any("email") }],
			["visitor", "/sign-in", "main form:has([name=password])", { email: any("address") }],
			["visitor", `/clinics/${listings[0].slug}/report`, "main form:has([name=text])", { text: any("report"), email: any("reporter") }],
			["olivia", "/propose", "main form:has([name=description])", { name: any("proposal"), address_1: any("street"), city: any("city"), phone: any("phone"), site: any("site"), description: any("description"), brand: any("brand") }],
			["olivia", `/owner/clinics/${listings[0].slug}/details`, "main form:has([name=url])", { url: any("website"), email: any("public email") }],
		]) {
			const page = tabs[who];
			await page.setExtraHTTPHeaders({ "X-Forwarded-For": elsewhere() });
			await page.goto(site.base + path);
			const there = {};
			for (const [name, value] of Object.entries(fields)) if (await page.locator(form).first().locator(`[name="${name}"]:not([type=hidden])`).count()) there[name] = value;
			const reply = await send(page, form, there);
			deal.look(await judge(page, tally, `form ${path.replace(/hostile[^/]*/, "")} refused`, reply), l.said);
		}
	}
	for (const page of Object.values(tabs)) await page.context().close();
}

/** Opens what was sent as files, as somebody would whose mail program does. */
async function readLetters(tally) {
	post.push(...(await quiet(letters)));
	const { context, page } = await trap(browser, site.base, tally, { bypassCSP: true });
	let html;
	await context.route(`${site.base}/letter`, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
	const said = listings.flatMap((l) => l.said).concat([...deal.met.keys()].filter((f) => f.startsWith("name of")).flatMap((f) => corpus.map((p) => [f, p])));
	for (const letter of sample(post, 8)) {
		html = letter.html;
		await page.goto(`${site.base}/letter`);
		deal.look(await judge(page, tally, "letter"), said);
	}
	await context.close();
}

/** Every kind of page that shows what people typed: who opens it, where, and what it may say. */
async function plan() {
	const all = [];
	const add = (who, kind, path, said = []) => all.push({ who, kind, path, said });
	for (const l of listings) {
		const own = `/owner/clinics/${l.slug}`, at = `/clinics/${l.slug}`;
		add("root", "listing", `/admin/listings/${l.id}`, l.said);
		if (l.kind === 3) continue;
		add("visitor", "clinic", at, l.said);
		add("visitor", "brand", `/brands/${l.brand}`, l.said);
		if (l.kind !== 0) continue;
		add("visitor", "report", `${at}/report`, l.said);
		add("visitor", "clinic in the API", `/api/v1${at}`, l.said);
		add("claimant", "claim form", `${at}/claim`, l.said);
		add("claimant", "brand's claim form", `/brands/${l.brand}/claim`, l.said);
		add("claimant", "claim", `/claims/${l.claim}`, l.said);
		add("olivia", "claim of another", `/claims/${l.claim}`, l.said);
		for (const section of ["", "/details", "/address", "/hours", "/exceptions", "/services", "/prices", "/practitioners", "/photos", "/preview", "/history", "/figures", "/members"]) {
			add("olivia", `owner's ${section.slice(1) || "overview"}`, own + section, l.said);
		}
		for (const section of ["/members", "/holiday", "/figures"]) add("olivia", `brand's ${section.slice(1)}`, `/owner/brands/${l.brand}${section}`, l.said);
		add("olivia's program", "listing of an owner in the API", `/api/v1${own}`, l.said);
		add("olivia's program", "history in the API", `/api/v1${own}/history`, l.said);
		add("morgan", "history of a clinic", `/admin/listings/${l.id}`, l.said);
		add("root", "merge preview", `/admin/listings/${l.id}/merge?with=${listings[(listings.indexOf(l) + 1) % listings.length].slug ?? listings[0].slug}`, l.said);
	}
	for (const id of listings[0].papers ?? []) for (const who of ["claimant", "root"]) add(who, "claim with a document", who === "root" ? `/admin/queue/claim/${id}` : `/claims/${id}`, listings[0].said);
	const by = new Map(listings.map((l) => [l.id, l])), everything = listings.flatMap((l) => l.said).concat(common);
	for (const { kind, id, clinic } of await waiting()) {
		add("morgan", `${kind} in the queue`, `/admin/queue/${kind}/${id}`, by.get(clinic)?.said ?? everything);
		add("root's program", `${kind} in the API`, `/api/v1/admin/queue/${kind}/${id}`, by.get(clinic)?.said ?? []);
	}
	for (const path of ["/", "/search", "/about", "/prp", "/prp/tr", "/prp/tr/ankara/ankara", "/demo", "/api/v1/clinics?per_page=100", "/api/v1/clinics.geojson?per_page=100"]) add("visitor", path, path, everything);
	for (const path of ["/claims", "/owner", "/propose", "/account", "/account/sessions"]) {
		add("olivia", path, path, everything);
		add("claimant", path, path, everything);
	}
	for (const path of ["/admin", "/admin/members", "/admin/places?q=hostile", "/admin/figures", "/admin/queue", "/admin/queue?kind=import", "/admin/queue?kind=change"]) add("root", path, path, everything);
	for (const path of ["/api/v1/admin/queue", "/api/v1/admin/audit", "/api/v1/admin/members"]) add("root's program", path, path, everything);
	add("root", "audit", "/admin/audit", everything);
	return all;
}
