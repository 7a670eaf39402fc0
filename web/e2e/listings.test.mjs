// From an empty database: somebody proposes her clinic and shows that it is hers, a
// moderator approves both, and she keeps the listing true: what is live at once, what
// waits, who is refused, and what visitors see of it, and how soon.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
	authenticator, barriers, invalid, launch, letterTo, person as somebody, phone, press, send, serve, shoot, until,
} from "./site.mjs";

const bea = { name: "Bea Owner", email: "bea@harbour.example", password: "harbour-violet-engine-stones" };
const sam = { name: "Sam Stranger", email: "sam@people.example", password: "lantern-copper-willow-drift" };
const front = "front@harbour.example";

/** A page that is empty, as a program for documents would write it. */
const paper = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

let site, browser;
let ada, mo; // an admin, and another
let owner, stranger, visitor; // Bea, Sam, and nobody
let clinic; // of Bea's: its slug and its id

const person = (options) => somebody(browser, site.base, options);

before(async () => {
	site = await serve("serve");
	browser = await launch();
	[visitor, owner, stranger] = [await person(), await person(), await person()];
	[ada, mo] = [await staff("ada@clinics.example", "Ada Admin"), await staff("mo@clinics.example", "Mo Moderator")];
	await register(owner, bea);
	await register(stranger, sam);
});
after(async () => {
	await browser?.close();
	assert.equal(await site?.stop(), 0, "the program stops in good order");
});

/** An admin with a passkey, made by an operator. */
async function staff(email, name) {
	const page = await person();
	const [, link] = site.run("admin", "create", email, "--name", name).match(/(\/sign-in\/link\/\S+)/);
	await page.goto(site.base + link);
	await press(page, page.locator("main form button").first());
	await authenticator(page);
	await page.goto(`${site.base}/account/passkeys`);
	await page.locator('form[data-passkey="create"] [name="label"]').fill("Desk");
	await page.locator('form[data-passkey="create"] button').click();
	await page.getByText(/recovery/i).first().waitFor();
	return page;
}

async function register(page, one) {
	await page.goto(`${site.base}/register`);
	await send(page, one);
	await send(page, { code: await letterTo(site, one.email, /\b(\d{6})\b/) });
	await page.waitForURL((url) => url.pathname === "/account");
}

/**
 * Looks at the page that is open as a validator would, and leaves pictures of it on a
 * desk and on the narrowest phone, where nothing may hang over sideways.
 */
async function look(page, name) {
	const size = page.viewportSize();
	await shoot(page, `listings-${name}`);
	// As high as the page, for what stays in sight covers other things for a moment.
	await page.setViewportSize({ width: size.width, height: Math.max(size.height, await page.evaluate(() => document.documentElement.scrollHeight)) });
	assert.deepEqual(await barriers(page), [], `${name}: barriers`);
	assert.deepEqual(await invalid(await page.content()), [], `${name}: HTML`);
	await page.setViewportSize({ width: 320, height: 800 });
	assert.deepEqual(await page.evaluate(hanging), [], `${name}: hangs over at 320 px`);
	await shoot(page, `listings-${name}-phone`);
	await page.setViewportSize(size);
	assert.deepEqual(page.wrong, [], `${name}: the console`);
}

/** What is wider than the window, in the page. */
function hanging() {
	if (document.documentElement.scrollWidth <= innerWidth) return [];
	return [...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML.slice(0, 120));
}

const main = (page) => page.locator("main").innerText();
const api = async (path) => (await fetch(`${site.base}/api/v1${path}`)).json();

/** Presses what sends the form to an address that ends so. */
const submit = (page, ending, label = /./) =>
	press(page, page.locator(`main form[action*="${ending}"] button[type=submit], main form[action*="${ending}"] button:not([type])`).filter({ hasText: label }).first());

/** How long it takes from now until something is so, in milliseconds. */
async function within(what, condition) {
	const began = performance.now();
	for (;;) {
		if (await condition()) break;
		assert.ok(performance.now() - began < 20_000, `${what}: not in 20 s`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	const took = Math.round(performance.now() - began);
	console.log(`# ${what}: ${took} ms`);
	assert.ok(took <= 1000, `${what}: ${took} ms, want 1000 at most`);
}

const shown = async (path) => (await fetch(site.base + path)).text();

test("a clinic is proposed, and claimed by a code, a call and a document", async () => {
	await owner.goto(`${site.base}/owner`);
	await owner.locator('main a[href="/propose"]').first().click();
	await owner.waitForURL((url) => url.pathname === "/propose");
	await look(owner, "propose");
	await send(owner, { name: "Harbour Hair", city: "" }); // hardly anything
	await look(owner, "propose-refused");
	assert.equal(await owner.locator('[name="name"]').inputValue(), "Harbour Hair", "what was typed stays");
	await owner.locator('[name="service_prp"]').check();
	await owner.locator('[name="mine"]').check();
	await send(owner, { address_1: "1 Example Quay", city: "Leeds", phone: "020 7946 0123", site: "harbour.example" });
	if (new URL(owner.url()).pathname === "/propose") {
		await look(owner, "propose-which");
		await owner.locator('[name="place"]').first().check();
		await submit(owner, "/propose");
	}
	await owner.waitForURL(/\/claims\//);
	const claim = new URL(owner.url()).pathname;
	await look(owner, "claim");

	await send(owner, { email: "bea@gmail.com" });
	assert.match(await main(owner), /Everybody can have/);
	await send(owner, { email: front });
	const code = await letterTo(site, front, /\b(\d{6})\b/);
	await send(owner, { code: "abc" });
	await look(owner, "claim-nonsense");
	await send(owner, { code });
	assert.match(await main(owner), /A code by e-mail[^]*harbour\.example/);
	await submit(owner, "/call");
	const told = (await owner.locator('main :has(> form[action$="/call"]) > code').innerText()).replace(/\D/g, "");
	await owner.locator('[name="document"]').setInputFiles({ name: "licence.pdf", mimeType: "application/pdf", buffer: paper });
	await owner.locator('[name="note"]').fill("The licence. <b>Page 2</b>");
	await submit(owner, "/document");
	await submit(owner, "/submission");
	assert.match(await main(owner), /With a moderator/);
	await look(owner, "claim-sent");

	for (const other of [stranger, visitor]) {
		const got = await other.goto(site.base + claim);
		assert.ok(got.status() === 404 || new URL(other.url()).pathname === "/sign-in", `somebody else opens ${claim}: ${got.status()}`);
	}
	clinic = { claim, told };
});

test("a moderator sees both, calls, approves and grants; visitors find it within a second", async () => {
	for (const path of ["/search?q=harbour", "/"]) assert.doesNotMatch(await shown(path), /Harbour Hair/, `${path} shows what nobody has approved`);
	await ada.goto(`${site.base}/admin/queue`);
	await look(ada, "queue");
	const [proposal, claim] = ["proposal", "claim"].map((kind) => ada.locator(`main a[href*="/admin/queue/${kind}/"]`).first());
	const paths = [await proposal.getAttribute("href"), await claim.getAttribute("href")];
	clinic.items = paths;

	await ada.goto(site.base + paths[1]);
	await submit(ada, "/assignment");
	await look(ada, "queue-claim");
	const file = await ada.context().request.get(site.base + (await ada.locator('main a[href*="/documents/"]').getAttribute("href")));
	assert.deepEqual([file.status(), await file.body()], [200, paper], "the document that was shown");
	await send(ada, { code: "000000" });
	await look(ada, "queue-claim-wrong-code");
	await send(ada, { code: clinic.told });
	assert.match(await main(ada), /call/i);

	await ada.goto(site.base + paths[0]);
	await submit(ada, "/assignment");
	await look(ada, "queue-proposal");
	await submit(ada, "/decision", /Publish/);
	await within("published, and found by a search", async () => (await shown("/search?q=harbour")).includes("Harbour Hair"));
	clinic.slug = (await api("/clinics?q=harbour")).items[0].slug;
	clinic.path = `/clinics/${clinic.slug}`;
	await look(ada, "queue-published");

	await visitor.goto(site.base + clinic.path);
	await look(visitor, "clinic-unclaimed");
	await ada.goto(site.base + paths[1]);
	await submit(ada, "/decision", /Grant/);
	await letterTo(site, bea.email, /(A moderator has granted your claim)/);
	await letterTo(site, bea.email, /(A moderator has approved this listing)/);
	await owner.goto(`${site.base}/claims`);
	await look(owner, "claims");
	await owner.goto(site.base + clinic.claim);
	await look(owner, "claim-granted");
	await owner.goto(`${site.base}/owner`);
	await look(owner, "owner");
	clinic.own = (await owner.locator('main a[href^="/owner/clinics/"]').first().getAttribute("href")).replace(/\/members.*/, "");
	await owner.goto(site.base + clinic.own);
	await look(owner, "overview");
});

test("hours are live at once, and the address waits", async () => {
	await owner.goto(`${site.base}${clinic.own}/hours`);
	await look(owner, "hours");
	await owner.locator('[name="hours.week[1].is"]').selectOption("open");
	await owner.locator('[name="hours.week[1][0].opens"]').fill("half past nonsense");
	await submit(owner, "/hours", /Save/);
	await look(owner, "hours-nonsense");
	assert.equal(await owner.locator('[name="hours.week[1][0].opens"]').inputValue(), "half past nonsense", "what was typed stays");
	for (const day of [0, 1, 2, 3, 4, 5, 6]) await owner.locator(`[name="hours.week[${day}].is"]`).selectOption("all_day");
	await owner.locator('[name="hours.week[1][0].opens"]').fill("");
	assert.doesNotMatch(await shown("/search?q=harbour&open_now=true"), /Harbour Hair/);
	await submit(owner, "/hours", /Save/);
	await within("hours on the clinic's page", async () => /24 hours|all day/i.test(await shown(clinic.path)));
	await within("hours in a search for what is open", async () => (await shown("/search?q=harbour&open_now=true")).includes("Harbour Hair"));
	await look(owner, "hours-saved");
	await owner.goto(`${site.base}${clinic.own}/address`);
	await look(owner, "address");
	await owner.locator('[name="address.address_1"]').fill("7 Example Wharf <i>rear</i>");
	await owner.locator('[name="address.city"]').fill("Harrogate, England, United Kingdom");
	await submit(owner, "/address", /Save/);
	await owner.goBack();
	await submit(owner, "/address", /Save/); // and the same once more
	await look(owner, "address-again");
	await owner.goto(site.base + clinic.own);
	assert.match(await main(owner), /1 Example Quay[^]*7 Example Wharf/);
	await look(owner, "overview-waits");
	assert.doesNotMatch(await shown(clinic.path), /Example Wharf/);

	await ada.goto(`${site.base}/admin/queue?kind=change`);
	await look(ada, "queue-changes");
	await ada.locator('main a[href*="/admin/queue/change/"]').first().click();
	await ada.waitForURL(/\/change\//);
	await look(ada, "queue-change");
	assert.match(await main(ada), /1 Example Quay[^]*7 Example Wharf <i>rear<\/i>/);
	clinic.change = new URL(ada.url()).pathname;
});

/** Sends what somebody has never seen a form for, as their browser would. */
async function tries(page, method, path, fields = {}) {
	const token = await tokenOf(page);
	const got = await page.context().request.fetch(site.base + path, {
		method, maxRedirects: 0, headers: { Origin: site.base, "Sec-Fetch-Site": "same-origin" },
		...(method === "POST" && { form: { form_token: token, ...fields } }),
	});
	return got.status() === 303 && got.headers()["location"].startsWith("/sign-in") ? "sign-in" : got.status();
}

/** What a form of somebody's carries, so that it is theirs. */
async function tokenOf(page) {
	const html = await (await page.context().request.get(`${site.base}/account`)).text();
	return html.match(/name="form_token" value="([^"]+)"/)?.[1] ?? "";
}

test("each step is refused to whoever it is not for, and nothing changes", async () => {
	const [proposal, claim] = clinic.items;
	const hours = { save: "send", "hours.by_appointment": "yes" };
	const all = [ // what a stranger is told, and Bea herself
		["GET", "/propose", {}, 200],
		["GET", clinic.claim, {}, 404, 200],
		["POST", `${clinic.claim}/mail`, { email: "sam@harbour.example" }, 404],
		["POST", `${clinic.claim}/withdrawal`, {}, 404],
		["GET", "/admin/queue", {}, 403, 403],
		["GET", clinic.change, {}, 403, 403],
		["POST", `${clinic.change}/assignment`, { to: "me" }, 403, 403],
		["POST", `${clinic.change}/decision`, { answer: "approve", revision: "1" }, 403, 403],
		["POST", `${claim}/decision`, { answer: "approve" }, 403, 403],
		["POST", `${proposal}/decision`, { answer: "approve" }, 403, 403],
		["POST", "/admin/queue/decisions", { answer: "approve" }, 403, 403],
		["GET", "/admin/audit", {}, 403, 403],
		["POST", `/admin${clinic.claim}/call`, { code: clinic.told }, 403, 403],
		["GET", clinic.own, {}, 404, 200],
		["GET", `${clinic.own}/hours`, {}, 404, 200],
		["POST", `${clinic.own}/hours`, hours, 404],
		["POST", `${clinic.own}/address`, { save: "send", "address.address_1": "2 Example Mole" }, 404],
		["GET", `${clinic.own}/preview`, {}, 404, 200],
		["GET", `${clinic.own}/history`, {}, 404, 200],
		["POST", `${clinic.own}/facts`, { path: "hours", right: "no" }, 404],
		["POST", `${clinic.own}/withdrawal`, {}, 404],
	];
	const before = await Promise.all([shown(clinic.path), owner.context().request.get(site.base + clinic.own).then((r) => r.text())]);
	const got = [], want = [];
	for (const [method, path, fields, ...told] of all) {
		want.push([method, path, ...told, method === "GET" ? "sign-in" : 401]);
		const people = [stranger, owner].slice(0, told.length).concat(visitor);
		got.push([method, path, ...(await Promise.all(people.map((one) => tries(one, method, path, fields))))]);
	}
	assert.deepEqual(got, want);
	console.log(`# ${got.flat().length - 2 * got.length} steps by whoever they are not for`);
	const after = await Promise.all([shown(clinic.path), owner.context().request.get(site.base + clinic.own).then((r) => r.text())]);
	assert.deepEqual(after, before, "the page and the overview are as they were");
});

test("of two moderators at once, one decides and the other is told by whom", async () => {
	for (const one of [ada, mo]) {
		await one.goto(site.base + clinic.change);
		await one.locator("main form[action$='/decision']").waitFor();
	}
	const buttons = [ada, mo].map((one) => one.getByRole("button", { name: "Approve", exact: true }));
	await Promise.all([press(ada, buttons[0]), press(mo, buttons[1])]);
	await within("the address on the clinic's page", async () => (await shown(clinic.path)).includes("7 Example Wharf"));
	await within("the address in a search", async () => (await shown("/search?q=harbour&where=Harrogate")).includes("Harbour Hair"));
	const said = await Promise.all([ada, mo].map(main));
	const late = said.findIndex((text) => /(Ada Admin|Mo Moderator) has decided this already/.test(text));
	assert.match(said[1 - late] ?? "", /Approved\. The author was written to/, `one decides, and the other is told by whom: ${said}`);
	assert.match(said[late], late === 0 ? /Mo Moderator decided it/ : /Ada Admin decided it/);
	await look([ada, mo][late], "queue-decided-by-another");
	await letterTo(site, bea.email, /(A moderator has approved what you wanted changed)/);
	await visitor.goto(site.base + clinic.path);
	assert.match(await main(visitor), /7 Example Wharf <i>rear<\/i>[^:]*Said by the clinic/, "the address is the clinic's word from then on");
	await look(visitor, "clinic");
});

/** The letters to somebody, the oldest first. */
const lettersTo = async (email) => (await site.letters()).filter((letter) => letter.includes(`To: <${email}>`));

test("undone without a letter, reported, suspended and reinstated with one each", async () => {
	const before = (await lettersTo(bea.email)).length;
	await ada.goto(site.base + clinic.change);
	await ada.locator("main details:has(form[action*='/undo']) summary").click();
	await submit(ada, "/undo");
	await within("the address as it was before", async () => (await shown(clinic.path)).includes("1 Example Quay"));
	await look(ada, "queue-undone");

	await visitor.goto(`${site.base}${clinic.path}`);
	await visitor.getByRole("link", { name: /Something wrong here/ }).click();
	await visitor.waitForURL(/\/report$/);
	await submit(visitor, "/report"); // nothing chosen
	await look(visitor, "report-refused");
	await visitor.locator('[name="reason"][value="hours"]').check();
	await send(visitor, { text: "Closed on Mondays. <script>alert(1)</script>", email: "vera@people.example" });
	await look(visitor, "reported");
	assert.match(await shown(clinic.path), /24 hours|all day/i, "nothing that a visitor sends is applied by itself");

	await ada.goto(`${site.base}/admin/queue?kind=report`);
	await press(ada, ada.locator('main a[href*="/admin/queue/report/"]').first());
	await look(ada, "queue-report");
	assert.match(await main(ada), /Closed on Mondays. <script>/);
	const file = site.base + (await ada.locator('main a[href^="/admin/listings/"][href$="#state"]').getAttribute("href"));
	await ada.locator('[name="reason"]').selectOption({ index: 1 });
	await submit(ada, "/decision");
	await ada.goto(file);
	await ada.locator('[name="to"][value="suspended"]').check();
	await ada.locator('[name="reason"]').selectOption("not_true");
	await submit(ada, "/state");
	assert.match(await main(ada), /Say it in a sentence or two/, "whoever is suspended is told why");
	await look(ada, "listing-refused");
	await ada.locator('[name="text"]').fill("There is no such clinic at that address.");
	await submit(ada, "/state");
	await within("suspended, and found no more", async () => !(await shown("/search?q=harbour")).includes("Harbour Hair"));
	await letterTo(site, bea.email, /(A moderator has suspended this listing)/);
	await look(ada, "listing-suspended");
	await visitor.goto(site.base + clinic.path);
	await look(visitor, "clinic-suspended");
	await owner.goto(site.base + clinic.own);
	await look(owner, "overview-suspended");
	await ada.goto(file);
	await ada.locator('[name="to"][value="published"]').check();
	await submit(ada, "/state");
	await within("reinstated, and found again", async () => (await shown("/search?q=harbour")).includes("Harbour Hair"));
	await letterTo(site, bea.email, /(A moderator has reinstated this listing)/);
	const letters = (await lettersTo(bea.email)).slice(before).map((letter) => letter.match(/^Subject: (.*)/m)[1]);
	assert.deepEqual(letters, ["A listing was suspended", "A listing is back"], "the undo wrote none");
	await ada.goto(`${site.base}/admin/audit`);
	await look(ada, "audit");
	await owner.goto(`${site.base}${clinic.own}/history`);
	await look(owner, "history");
	for (const letter of await site.letters()) assert.doesNotMatch(letter, /\{\{|\bmail\.|moderation\./, "a letter in words");
});

test("without script, on a phone: prices, and the hours of the week", async () => {
	const page = await person({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
	await page.goto(`${site.base}/sign-in?next=${clinic.own}/prices`);
	await send(page, { email: bea.email, password: bea.password });
	await page.goto(`${site.base}${clinic.own}/prices`);
	await shoot(page, "listings-prices-360");
	const price = (part) => page.locator(`[name="prices.prp[0].${part}"]`);
	await price("amount").fill("about 300");
	await price("currency").fill("GBP");
	await price("unit").selectOption("session");
	await submit(page, "/prices", /Save/);
	await shoot(page, "listings-prices-refused-360");
	assert.equal(await price("amount").inputValue(), "about 300", "what was typed stays");
	await price("amount").fill("300");
	await submit(page, "/prices", /Save/);
	await page.goto(site.base + clinic.own);
	assert.match(await main(page), /£300/, "the price waits");
	assert.doesNotMatch(await shown(clinic.path), /£300/);
	await page.goto(`${site.base}${clinic.own}/hours`);
	await page.locator('[name="hours.week[1].is"]').selectOption("open");
	await page.locator('[name="hours.week[1][0].opens"]').fill("9");
	await page.locator('[name="hours.week[1][0].closes"]').fill("17.30");
	await page.locator('[name="copy_monday"]').check();
	for (const day of [6, 0]) await page.locator(`[name="hours.week[${day}].is"]`).selectOption("closed");
	await submit(page, "/hours", /Save/);
	await within("a week on the clinic's page", async () => /09:00[^]*17:30/.test(await shown(clinic.path)));
	await shoot(page, "listings-hours-360");
	assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, "nothing hangs over");
});

test("what is still right is asked by letter, and said with one tap", async () => {
	const address = "desk@mole.example";
	const other = await serve("serve", async (run, folder) => {
		await writeFile(join(folder, "list.toml"), `source = "A founder's list"\nlicence = "our own"\nobserved_at = 2025-06-01\nkey = ["Name"]
[file]\nformat = "csv"\n[fields]\nname = "Name"\naddress_1 = "Street"\ncity = "City"\ncountry = "Country"\nservices = "Services"\nstate = "State"\nemail = "Mail"\n`);
		await writeFile(join(folder, "list.csv"), `Name,Street,City,Country,Services,State,Mail\nMole Hair,1 Example Mole,Leeds,GB,prp,published,${address}\n`);
		run("import", join(folder, "list.csv"), "--map", join(folder, "list.toml"));
	});
	try {
		const link = await letterTo(other, address, /(\/still-right\/\S+)/);
		const page = await somebody(browser, other.base);
		await page.goto(other.base + link);
		const first = await main(page);
		await page.reload();
		assert.equal(await main(page), first, "opening the link changes nothing");
		await look(page, "still-right");
		await press(page, page.locator("main button[name=right][value=yes]").first());
		assert.match(await main(page), /right/i);
		await look(page, "still-right-said");
	} finally {
		await other.stop();
	}
});
